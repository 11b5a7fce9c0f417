using System.Numerics;
using System.Text;

namespace SocketIO.Engine;

/// <summary>
/// Keeps texts as bytes one behind another, each with its length before it: UTF-8, and seven bits of the length a byte.
/// </summary>
internal static class PackedText
{
    private const int LengthBits = 7;
    private const byte More = 1 << LengthBits;

    /// <summary>Gets how many bytes a text takes.</summary>
    public static int SizeOf(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        return (BitOperations.Log2((uint)length | 1) / LengthBits) + 1 + length;
    }

    /// <summary>Writes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rest">Where to; what is left of it afterwards.</param>
    public static void Write(string text, ref Span<byte> rest)
    {
        for (var length = Encoding.UTF8.GetByteCount(text); ; length >>= LengthBits)
        {
            var isLast = length < More;
            rest[0] = (byte)(isLast ? length : length | More);
            rest = rest[1..];

            if (isLast)
            {
                break;
            }
        }

        rest = rest[Encoding.UTF8.GetBytes(text, rest)..];
    }

    /// <summary>Reads the next text.</summary>
    /// <param name="rest">Where from; what is left of it afterwards.</param>
    public static string Read(ref ReadOnlySpan<byte> rest)
    {
        var length = 0;
        var shift = 0;
        byte part;

        do
        {
            part = rest[0];
            rest = rest[1..];
            length |= (part & ~More) << shift;
            shift += LengthBits;
        }
        while (part >= More);

        var text = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }
}
