using System.Buffers;
using System.Buffers.Text;

namespace SocketIO.Protocol;

/// <summary>
/// Decodes the base64 of binary messages, strictly except for what clients are known to send.
/// </summary>
/// <remarks>
/// Accepted: padding left out, the URL alphabet, and line breaks, which the Java client puts in. Refused: any other character, padding
/// anywhere but at the end, a length that no encoder makes, bits that no encoder sets.
/// </remarks>
internal static class Base64Text
{
    private const int QuadLength = 4;

    private static readonly SearchValues<byte> _plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <summary>Decodes base64 onto itself.</summary>
    /// <param name="text">The base64. It is overwritten.</param>
    /// <param name="length">The number of bytes decoded, which are at the beginning of <paramref name="text"/>.</param>
    public static bool TryDecodeInPlace(Span<byte> text, out int length)
    {
        length = 0;
        var digits = text;
        var padding = 0;

        if (text.ContainsAnyExcept(_plain) && !TryNormalize(text, out digits, out padding))
        {
            return false;
        }

        var tail = digits.Length % QuadLength;

        // Padding fills up the last group of four, or is missing altogether. One digit alone is less than a byte.
        if (tail == 1 || (padding > 0 && tail + padding != QuadLength))
        {
            return false;
        }

        // The last group first: the decoder would overwrite it when it is put right behind the others.
        Span<byte> last = stackalloc byte[2];
        var lastLength = 0;

        if (tail > 0 && !TryDecodeTail(digits[^tail..], last, out lastLength))
        {
            return false;
        }

        if (Base64.DecodeFromUtf8InPlace(digits[..^tail], out length) != OperationStatus.Done)
        {
            return false;
        }

        last[..lastLength].CopyTo(text[length..]);
        length += lastLength;
        return true;
    }

    // Removes line breaks and padding, and translates the URL alphabet.
    private static bool TryNormalize(Span<byte> text, out Span<byte> digits, out int padding)
    {
        digits = default;
        padding = 0;
        var written = 0;

        foreach (var c in text)
        {
            if (c is (byte)'\n' or (byte)'\r')
            {
                continue;
            }

            if (c == '=')
            {
                padding++;
                continue;
            }

            var digit = c switch
            {
                (byte)'-' => (byte)'+',
                (byte)'_' => (byte)'/',
                _ => c,
            };

            if (padding > 0 || !_plain.Contains(digit))
            {
                return false;
            }

            text[written++] = digit;
        }

        digits = text[..written];
        return padding <= 2;
    }

    // Two digits are one byte and four bits, three are two bytes and two bits; the bits left over must be zero.
    private static bool TryDecodeTail(ReadOnlySpan<byte> digits, Span<byte> bytes, out int length)
    {
        Span<byte> quad = [digits[0], digits[1], digits.Length > 2 ? digits[2] : (byte)'A', (byte)'A'];
        Base64.DecodeFromUtf8InPlace(quad, out _);
        length = digits.Length - 1;
        quad[..length].CopyTo(bytes);
        return !quad[length..3].ContainsAnyExcept((byte)0);
    }
}
