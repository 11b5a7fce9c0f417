using System.Globalization;
using System.Text;

namespace SocketIO.Polyfills;

/// <summary>Numbers and dates from and to UTF-8, which .NET 8 formats and parses itself. Everything here is ASCII, and written the same on every runtime.</summary>
internal static class Utf8Text
{
    private static readonly double[] _powersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    extension(int value)
    {
        public bool TryFormat(Span<byte> destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
            => TryCopy(value.ToString(format.ToString(), provider), destination, out bytesWritten);

        public static int Parse(ReadOnlySpan<byte> utf8Text, NumberStyles style, IFormatProvider? provider) => int.Parse(ToText(utf8Text), style, provider);
    }

    extension(double value)
    {
        public bool TryFormat(Span<byte> destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
            => TryCopy(format.IsEmpty && !double.IsNaN(value) && !double.IsInfinity(value) ? Shortest(value) : value.ToString(format.ToString(), provider), destination, out bytesWritten);

        public static bool TryParse(ReadOnlySpan<byte> utf8Text, NumberStyles style, IFormatProvider? provider, out double result)
            => double.TryParse(ToText(utf8Text), style, provider, out result);
    }

    extension(float value)
    {
        public bool TryFormat(Span<byte> destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
            => TryCopy(format.IsEmpty && !double.IsNaN(value) && !double.IsInfinity(value) ? Shortest(value) : value.ToString(format.ToString(), provider), destination, out bytesWritten);
    }

    extension(DateTime value)
    {
        public bool TryFormat(Span<byte> destination, out int bytesWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
            => TryCopy(value.ToString(format.ToString(), provider), destination, out bytesWritten);
    }

    // "R" is the shortest text that is read as the same number since .NET Core 3.0. In .NET Framework and Mono it has 15 digits, of a float 7, or two more
    // if those are not enough, which they misjudge. It is right where so many digits tell all numbers apart, and reading it takes one exact operation.
    private static string Shortest(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return TryRead(text, 15, out var read) && read.Equals(value) ? text : ShortestDigits.Format(value);
    }

    private static string Shortest(float value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return TryRead(text, 6, out var read) && ((float)read).Equals(value) ? text : ShortestDigits.Format(value);
    }

    // An integer of so few digits and a power of ten up to the 22nd are numbers without error, so that the one rounding is that of the result (Clinger, 1990).
    private static bool TryRead(string text, int maxDigits, out double value)
    {
        long digits = 0;
        var count = 0;
        var power = 0;
        var at = text[0] == '-' ? 1 : 0;
        var isFraction = false;

        for (; at < text.Length && text[at] != 'E'; at++)
        {
            if (text[at] == '.')
            {
                isFraction = true;
                continue;
            }

            digits = (digits * 10) + (text[at] - '0');
            count += digits > 0 ? 1 : 0;
            power -= isFraction ? 1 : 0;
        }

        power += at < text.Length ? int.Parse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        value = 0;

        if (count == 0 || count > maxDigits || Math.Abs(power) >= _powersOfTen.Length)
        {
            return false;
        }

        value = power < 0 ? digits / _powersOfTen[-power] : digits * _powersOfTen[power];
        value = text[0] == '-' ? -value : value;
        return true;
    }

    private static string ToText(ReadOnlySpan<byte> utf8Text) => Encoding.UTF8.GetString(utf8Text);

    private static bool TryCopy(string text, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;

        if (text.Length > destination.Length)
        {
            return false;
        }

        foreach (var c in text)
        {
            destination[bytesWritten++] = (byte)c;
        }

        return true;
    }
}
