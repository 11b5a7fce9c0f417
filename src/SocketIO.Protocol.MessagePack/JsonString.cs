using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// Strings between JSON, where they are escaped, and MessagePack, where they are not.
/// </summary>
internal static class JsonString
{
    private const int UnitLength = 6;

    private static readonly SearchValues<byte> _escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"u8);

    /// <summary>Writes a string as JSON.</summary>
    /// <param name="output">Receives the JSON.</param>
    /// <param name="text">The string. What is not UTF-8 in it becomes the replacement character, as in the reference.</param>
    public static void Write(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        }

        output.Write((byte)'"');

        while (true)
        {
            var length = text.IndexOfAny(_escaped);

            if (length < 0)
            {
                break;
            }

            output.Write(text[..length]);
            Escape(output, text[length]);
            text = text[(length + 1)..];
        }

        output.Write(text);
        output.Write((byte)'"');
    }

    /// <summary>Resolves the escapes of a string.</summary>
    /// <param name="text">What stands between the quotes of a valid JSON string.</param>
    /// <param name="destination">Receives UTF-8; as long as <paramref name="text"/> is always enough.</param>
    /// <returns>The number of bytes written. Half of a surrogate pair becomes the replacement character.</returns>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var written = 0;

        while (true)
        {
            var length = text.IndexOf((byte)'\\');

            if (length < 0)
            {
                text.CopyTo(destination[written..]);
                return written + text.Length;
            }

            text[..length].CopyTo(destination[written..]);
            written += length;
            text = text[length..];

            if (text[1] != 'u')
            {
                destination[written++] = Resolve(text[1]);
                text = text[2..];
                continue;
            }

            var unit = ReadUnit(text);
            text = text[UnitLength..];

            if (char.IsHighSurrogate(unit) && text is [(byte)'\\', (byte)'u', ..] && char.IsLowSurrogate(ReadUnit(text)))
            {
                written += new Rune(unit, ReadUnit(text)).EncodeToUtf8(destination[written..]);
                text = text[UnitLength..];
            }
            else
            {
                written += (char.IsSurrogate(unit) ? Rune.ReplacementChar : new Rune(unit)).EncodeToUtf8(destination[written..]);
            }
        }
    }

    private static void Escape(ByteBuffer output, byte character)
    {
        ReadOnlySpan<byte> hex = "0123456789abcdef"u8;

        switch (character)
        {
            case (byte)'"' or (byte)'\\':
                output.Write([(byte)'\\', character]);
                break;

            case (byte)'\n':
                output.Write("\\n"u8);
                break;

            case (byte)'\r':
                output.Write("\\r"u8);
                break;

            case (byte)'\t':
                output.Write("\\t"u8);
                break;

            default:
                output.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', hex[character >> 4], hex[character & 0xf]]);
                break;
        }
    }

    private static byte Resolve(byte escape) => escape switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        var itself => itself,
    };

    // \u0041, known to be one.
    private static char ReadUnit(ReadOnlySpan<byte> text)
    {
        var unit = 0;

        foreach (var digit in text[2..UnitLength])
        {
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return (char)unit;
    }
}
