namespace SocketIO.Engine;

/// <summary>
/// The form in which a browser without cross-origin requests posts a payload: <c>d=5%3A42%5B…</c>.
/// </summary>
internal static class JsonpForm
{
    private const byte Backslash = (byte)'\\';

    /// <summary>Decodes the payload of a form onto the form itself.</summary>
    /// <param name="body">The form; overwritten.</param>
    /// <param name="payload">The payload, a part of <paramref name="body"/>.</param>
    /// <returns><see langword="false"/> unless the form has exactly one field <c>d</c>.</returns>
    public static bool TryRead(Memory<byte> body, out Memory<byte> payload)
    {
        payload = default;
        var found = false;
        var start = 0;

        while (start < body.Length)
        {
            var rest = body.Span[start..];
            var end = rest.IndexOf((byte)'&');
            var field = body.Slice(start, end < 0 ? rest.Length : end);
            start += field.Length + 1;

            if (!field.Span.StartsWith("d="u8))
            {
                continue;
            }

            if (found)
            {
                return false;
            }

            found = true;
            payload = field[2..];
        }

        if (!found)
        {
            return false;
        }

        payload = payload[..DecodePercent(payload.Span)];
        payload = payload[..DecodeNewlines(payload.Span)];
        return true;
    }

    // As forms are encoded: "+" is a space, "%xx" a byte. A percent sign without two digits stays, as everywhere on the web.
    private static int DecodePercent(Span<byte> text)
    {
        var written = 0;

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];

            if (c == '%' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1]) && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                c = (byte)((HexValue(text[i + 1]) << 4) | HexValue(text[i + 2]));
                i += 2;
            }
            else if (c == '+')
            {
                c = (byte)' ';
            }

            text[written++] = c;
        }

        return written;
    }

    // Browsers change the newlines of a form, so the client hides them: a newline comes as \n, and what was \n already as \\n.
    private static int DecodeNewlines(Span<byte> text)
    {
        var written = 0;

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i..] is [Backslash, Backslash, (byte)'n', ..])
            {
                // The first backslash goes; the two characters behind it are meant as they are.
                text[written++] = Backslash;
                text[written++] = (byte)'n';
                i += 2;
            }
            else if (text[i..] is [Backslash, (byte)'n', ..])
            {
                text[written++] = (byte)'\n';
                i++;
            }
            else
            {
                text[written++] = text[i];
            }
        }

        return written;
    }

    private static int HexValue(byte digit) => char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
