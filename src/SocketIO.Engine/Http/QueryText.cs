using System.Buffers;
using System.Text;

namespace SocketIO.Engine;

/// <summary>Decodes the names and values of query parameters.</summary>
internal static class QueryText
{
    private static readonly SearchValues<char> Encoded = SearchValues.Create('%', '+');

    /// <summary>
    /// Decodes <c>%xx</c> and <c>+</c>. A percent sign without two hexadecimal digits stays; bytes that are no UTF-8 become U+FFFD.
    /// </summary>
    public static string Decode(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(Encoded))
        {
            return text.ToString();
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));

        try
        {
            return Encoding.UTF8.GetString(bytes, 0, DecodeBytes(text, bytes));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static int DecodeBytes(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var length = 0;

        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(Encoded);
            var run = plain < 0 ? text : text[..plain];
            length += Encoding.UTF8.GetBytes(run, bytes[length..]);
            text = text[run.Length..];

            if (text.IsEmpty)
            {
                break;
            }

            if (text is ['%', var high, var low, ..] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low))
            {
                bytes[length++] = (byte)((HexValue(high) << 4) | HexValue(low));
                text = text[3..];
            }
            else
            {
                bytes[length++] = text[0] == '+' ? (byte)' ' : (byte)'%';
                text = text[1..];
            }
        }

        return length;
    }

    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
