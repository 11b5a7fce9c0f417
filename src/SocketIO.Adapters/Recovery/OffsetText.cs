namespace SocketIO.Adapters;

/// <summary>
/// The text of a position in the journal, which clients send back: base 64 with the most significant digit first, as short as the time stamps of the
/// JavaScript adapters.
/// </summary>
internal static class OffsetText
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    private const int BitsPerDigit = 6;

    // 60 bits: far more than any position, far less than would overflow.
    private const int MaxDigits = 10;

    /// <summary>The offset as a JSON string, quotes included.</summary>
    public static int WriteJson(Span<byte> destination, long position)
    {
        var digits = 1;

        for (var rest = position >> BitsPerDigit; rest > 0; rest >>= BitsPerDigit)
        {
            digits++;
        }

        destination[0] = (byte)'"';
        destination[digits + 1] = (byte)'"';

        for (var i = digits; i > 0; i--)
        {
            destination[i] = (byte)Alphabet[(int)(position & 63)];
            position >>= BitsPerDigit;
        }

        return digits + 2;
    }

    public static bool TryParse(string text, out long position)
    {
        position = 0;

        if (text.Length is 0 or > MaxDigits)
        {
            return false;
        }

        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);

            if (digit < 0)
            {
                return false;
            }

            position = (position << BitsPerDigit) | (uint)digit;
        }

        return true;
    }
}
