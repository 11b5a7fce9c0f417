using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace SocketIO.Protocol;

/// <summary>
/// Lengths of UTF-8 text in UTF-16 units, by which JavaScript counts characters: 1 for <c>€</c>, 2 for an emoji.
/// </summary>
internal static class Utf16Length
{
    private const int Chunk = 256;

    /// <summary>Counts the units of a text.</summary>
    /// <param name="text">The text, valid UTF-8.</param>
    public static int Of(ReadOnlySpan<byte> text) => Encoding.UTF8.GetCharCount(text);

    /// <summary>Finds where a text of so many units ends.</summary>
    /// <param name="text">Begins with the text. What lies behind it is not looked at.</param>
    /// <param name="units">The length of the text.</param>
    /// <param name="length">The length in bytes.</param>
    /// <returns><see cref="EngineError.InvalidLength"/> when there is less text, or the end lies within a character.</returns>
    public static EngineError Find(ReadOnlySpan<byte> text, int units, out int length)
    {
        length = 0;

        // No character takes fewer bytes than units: what is announced but not there costs no look at what is.
        if (units > text.Length)
        {
            return EngineError.InvalidLength;
        }

        if (Ascii.IsValid(text[..units]))
        {
            length = units;
            return EngineError.None;
        }

        Span<char> chunk = stackalloc char[Chunk];

        while (units > 0)
        {
            var status = Utf8.ToUtf16(text[length..], chunk[..Math.Min(units, Chunk)], out var read, out var written, replaceInvalidSequences: false);

            if (status is OperationStatus.InvalidData)
            {
                return EngineError.InvalidUtf8;
            }

            // The text is over, or the one unit left is half of the next character.
            if (written == 0)
            {
                return EngineError.InvalidLength;
            }

            length += read;
            units -= written;
        }

        return EngineError.None;
    }
}
