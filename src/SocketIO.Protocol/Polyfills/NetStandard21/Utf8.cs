using System.Buffers;

namespace SocketIO.Polyfills;

/// <summary>Strict UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF (Unicode 15, table 3-7).</summary>
internal static class Utf8
{
    public static bool IsValid(ReadOnlySpan<byte> value)
    {
        while (true)
        {
            value = value[Ascii.CountLeading(value)..];

            if (value.IsEmpty)
            {
                return true;
            }

            if (!Rune.TryDecode(value, out _, out var length))
            {
                return false;
            }

            value = value[length..];
        }
    }

    public static OperationStatus ToUtf16(ReadOnlySpan<byte> source, Span<char> destination, out int bytesRead, out int charsWritten, bool replaceInvalidSequences)
    {
        if (replaceInvalidSequences)
        {
            throw new NotSupportedException("Encoding.UTF8 replaces.");
        }

        bytesRead = 0;
        charsWritten = 0;

        while (bytesRead < source.Length)
        {
            if (!Rune.TryDecode(source[bytesRead..], out var value, out var length))
            {
                return OperationStatus.InvalidData;
            }

            // Only characters of four bytes are two units.
            if (destination.Length - charsWritten < (length == 4 ? 2 : 1))
            {
                return OperationStatus.DestinationTooSmall;
            }

            charsWritten += Rune.EncodeToUtf16(value, destination[charsWritten..]);
            bytesRead += length;
        }

        return OperationStatus.Done;
    }
}
