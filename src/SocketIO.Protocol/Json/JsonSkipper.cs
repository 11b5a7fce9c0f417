using System.Buffers;

namespace SocketIO.Protocol;

/// <summary>
/// Moves through JSON that was validated before, which makes it simple: only quotes and brackets matter.
/// </summary>
internal static class JsonSkipper
{
    private static readonly SearchValues<byte> _structure = SearchValues.Create("\"{}[]"u8);

    private static readonly SearchValues<byte> _endsScalar = SearchValues.Create(",]} \t\r\n"u8);

    /// <summary>Finds the end of a value.</summary>
    /// <param name="json">Valid JSON.</param>
    /// <param name="start">Where the value begins.</param>
    public static int FindValueEnd(ReadOnlySpan<byte> json, int start)
    {
        switch (json[start])
        {
            case (byte)'"':
                return FindStringEnd(json, start);

            case (byte)'{':
            case (byte)'[':
                return FindClosingBracket(json, start);

            default:
                var length = json[start..].IndexOfAny(_endsScalar);
                return length < 0 ? json.Length : start + length;
        }
    }

    /// <summary>Finds the next element of an array.</summary>
    /// <param name="json">Valid JSON.</param>
    /// <param name="end">Where the previous element ends.</param>
    /// <returns>Where the next element begins; at the end of the array, something else.</returns>
    public static int FindNextElement(ReadOnlySpan<byte> json, int end)
    {
        while ((uint)end < (uint)json.Length && json[end] is (byte)',' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            end++;
        }

        return end;
    }

    private static int FindStringEnd(ReadOnlySpan<byte> json, int start)
    {
        var position = start + 1;

        while (true)
        {
            position += json[position..].IndexOfAny((byte)'"', (byte)'\\');

            if (json[position] == '"')
            {
                return position + 1;
            }

            position += 2;
        }
    }

    private static int FindClosingBracket(ReadOnlySpan<byte> json, int start)
    {
        var position = start;
        var depth = 0;

        while (true)
        {
            position += json[position..].IndexOfAny(_structure);

            switch (json[position])
            {
                case (byte)'"':
                    position = FindStringEnd(json, position);
                    break;

                case (byte)'{':
                case (byte)'[':
                    depth++;
                    position++;
                    break;

                default:
                    position++;

                    if (--depth == 0)
                    {
                        return position;
                    }

                    break;
            }
        }
    }
}
