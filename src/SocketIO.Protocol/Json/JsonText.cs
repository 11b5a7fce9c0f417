using System.Buffers.Text;
using System.Text;

namespace SocketIO.Protocol;

/// <summary>
/// Writes the JSON of simple values.
/// </summary>
internal static class JsonText
{
    private const int MaxUncounted = 1024;
    private const int MaxIntegerLength = 20;

    /// <summary>Writes a string, with the escapes of <c>JSON.stringify</c>.</summary>
    /// <param name="output">Receives the JSON.</param>
    /// <param name="value">The string.</param>
    public static void WriteString(GrowableBuffer output, ReadOnlySpan<char> value)
    {
        Span<char> escape = stackalloc char[JsonEscape.UnitLength];
        output.Append((byte)'"');

        while (true)
        {
            var index = JsonStringifyEncoder.IndexOfEscaped(value);
            WriteUtf8(output, index < 0 ? value : value[..index]);

            if (index < 0)
            {
                break;
            }

            WriteUtf8(output, escape[..JsonStringifyEncoder.Escape(value[index], escape)]);
            value = value[(index + 1)..];
        }

        output.Append((byte)'"');
    }

    /// <summary>Writes an integer.</summary>
    /// <param name="output">Receives the JSON.</param>
    /// <param name="value">The integer.</param>
    public static void WriteInteger(GrowableBuffer output, long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(MaxIntegerLength), out var written);
        output.Advance(written);
    }

    private static void WriteUtf8(GrowableBuffer output, ReadOnlySpan<char> text)
    {
        // Counting is cheap, but not as cheap as having room for the worst case.
        var span = output.GetSpan(text.Length <= MaxUncounted ? Encoding.UTF8.GetMaxByteCount(text.Length) : Encoding.UTF8.GetByteCount(text));
        output.Advance(Encoding.UTF8.GetBytes(text, span));
    }
}
