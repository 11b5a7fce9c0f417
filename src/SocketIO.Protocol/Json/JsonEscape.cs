using System.Text;

namespace SocketIO.Protocol;

/// <summary>
/// The escapes of JSON strings, in JSON that was checked before.
/// </summary>
internal static class JsonEscape
{
    /// <summary>The length of <c>\u0041</c>.</summary>
    public const int UnitLength = 6;

    /// <summary>Reads <c>\u0041</c>: one UTF-16 code unit, which may be half of a character.</summary>
    /// <param name="json">The JSON, which need not be valid.</param>
    /// <param name="position">Where the backslash should be.</param>
    /// <param name="unit">The code unit.</param>
    public static bool TryReadUnit(ReadOnlySpan<byte> json, int position, out char unit)
    {
        unit = default;

        if (json.Length - position < UnitLength || json[position] != '\\' || json[position + 1] != 'u')
        {
            return false;
        }

        var value = 0;

        foreach (var digit in json.Slice(position + 2, 4))
        {
            // Not HexConverter or ushort.Parse: both would have to be told about signs and white space.
            var nibble = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                _ => -1,
            };

            if (nibble < 0)
            {
                return false;
            }

            value = (value << 4) | nibble;
        }

        unit = (char)value;
        return true;
    }

    /// <summary>
    /// Replaces each escape of half a surrogate pair by <c>\ufffd</c>, the replacement character. It is as long, so that
    /// no position in the JSON changes.
    /// </summary>
    /// <param name="json">Valid JSON.</param>
    public static void ReplaceLoneSurrogates(Span<byte> json)
    {
        for (var position = 0; position < json.Length; position++)
        {
            var skipped = json[position..].IndexOf((byte)'\\');

            if (skipped < 0)
            {
                return;
            }

            position += skipped;

            if (!TryReadUnit(json, position, out var unit))
            {
                position++;
                continue;
            }

            if (char.IsHighSurrogate(unit) && TryReadUnit(json, position + UnitLength, out var low) && char.IsLowSurrogate(low))
            {
                position += UnitLength;
            }
            else if (char.IsSurrogate(unit))
            {
                "\\ufffd"u8.CopyTo(json[position..]);
            }

            position += UnitLength - 1;
        }
    }

    /// <summary>Resolves the escapes of a string.</summary>
    /// <param name="text">What stands between the quotes of a valid JSON string without lone surrogates.</param>
    /// <param name="destination">Receives UTF-8; as long as <paramref name="text"/> is always enough.</param>
    /// <returns>The number of bytes written.</returns>
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

            if (!TryReadUnit(text, 0, out var unit))
            {
                destination[written++] = text[1] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    var itself => itself,
                };
                text = text[2..];
                continue;
            }

            text = text[UnitLength..];

            if (char.IsHighSurrogate(unit) && TryReadUnit(text, 0, out var low))
            {
                text = text[UnitLength..];
                written += new Rune(unit, low).EncodeToUtf8(destination[written..]);
            }
            else
            {
                written += new Rune(unit).EncodeToUtf8(destination[written..]);
            }
        }
    }
}
