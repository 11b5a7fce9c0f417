using System.Text.Json;

namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// How many elements each array and object of a JSON text has, in the order in which they begin: MessagePack says so in front of them.
/// </summary>
internal sealed class ContainerCounts
{
    private int[] _counts = new int[16];
    private int[] _open = new int[16];
    private int _found;
    private int _next;

    /// <summary>Gets how many there is room for.</summary>
    public int Capacity => Math.Max(_counts.Length, _open.Length);

    /// <summary>Counts the elements of a text.</summary>
    /// <param name="json">The text, valid JSON.</param>
    /// <param name="attachments">What placeholders refer to.</param>
    public void Count(ReadOnlySpan<byte> json, ReadOnlySpan<ReadOnlyMemory<byte>> attachments)
    {
        var reader = JsonTranslator.CreateReader(json);
        var depth = 0;
        _found = 0;
        _next = 0;

        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.EndArray:
                case JsonTokenType.EndObject:
                    depth--;
                    continue;

                case JsonTokenType.PropertyName:
                    _counts[_open[depth - 1]]++;
                    reader.Read();
                    break;

                default:
                    // An element of an array: a value in an object comes with its name.
                    if (depth > 0)
                    {
                        _counts[_open[depth - 1]]++;
                    }

                    break;
            }

            if (reader.TokenType is (JsonTokenType.StartArray or JsonTokenType.StartObject) && !JsonBinary.TryRead(ref reader, json, attachments, out _))
            {
                Open(depth++);
            }
        }
    }

    /// <summary>Gets the count of the next array or object.</summary>
    public int Next() => _counts[_next++];

    private void Open(int depth)
    {
        if (_found == _counts.Length)
        {
            Array.Resize(ref _counts, _found * 2);
        }

        if (depth == _open.Length)
        {
            Array.Resize(ref _open, depth * 2);
        }

        _counts[_found] = 0;
        _open[depth] = _found++;
    }
}
