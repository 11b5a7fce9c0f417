using System.Buffers;

namespace SocketIO.Engine;

/// <summary>
/// Writes text as a string literal that means the same in JSON, in every version of JavaScript, and inside an HTML page.
/// </summary>
internal static class ScriptText
{
    // Besides what JSON escapes: the characters of markup, and the two line ends that JSON allows in a string and older JavaScript does not
    // (U+2028 and U+2029, E2 80 A8 and E2 80 A9).
    private const byte LineSeparatorLead = 0xe2;

    private static readonly SearchValues<byte> s_special = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static c => (byte)c), .. "\"\\<>&"u8, 0x7f, LineSeparatorLead]);

    /// <summary>Writes a string literal.</summary>
    /// <param name="output">Receives it.</param>
    /// <param name="text">The text, valid UTF-8.</param>
    public static void WriteString(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write("\""u8);

        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(s_special);
            var run = plain < 0 ? text : text[..plain];
            output.Write(run);
            text = text[run.Length..];
            text = text.IsEmpty ? text : text[WriteSpecial(output, text)..];
        }

        output.Write("\""u8);
    }

    /// <returns>The number of bytes that were taken from the text.</returns>
    private static int WriteSpecial(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        switch (text)
        {
            case [LineSeparatorLead, 0x80, 0xa8, ..]:
                output.Write("\\u2028"u8);
                return 3;

            case [LineSeparatorLead, 0x80, 0xa9, ..]:
                output.Write("\\u2029"u8);
                return 3;

            case [LineSeparatorLead, ..]:
                output.Write(text[..1]);
                return 1;

            case [(byte)'"' or (byte)'\\', ..]:
                output.Write([(byte)'\\', text[0]]);
                return 1;

            default:
                output.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', HexDigit(text[0] >> 4), HexDigit(text[0] & 15)]);
                return 1;
        }
    }

    private static byte HexDigit(int value) => "0123456789abcdef"u8[value];
}
