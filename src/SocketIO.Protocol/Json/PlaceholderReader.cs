using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SocketIO.Protocol;

/// <summary>
/// Finds the placeholders in valid JSON, in the order in which they end.
/// </summary>
/// <remarks>
/// As in the reference, an object is a placeholder if its own <c>_placeholder</c> is <see langword="true"/>; what else it
/// holds is of no account, and the last of several equal names counts.
/// </remarks>
internal ref struct PlaceholderReader
{
    // What is nested deeper than the inline part pays for an array.
    private const int InlineDepth = PlaceholderBuffer.Length;

    private Utf8JsonReader _json;
    private PlaceholderBuffer _inline;
    private Placeholder[]? _deep;
    private int _depth = -1;

    /// <summary>Initializes a new instance of the <see cref="PlaceholderReader"/> struct.</summary>
    /// <param name="json">One valid JSON value, or the beginning of a text that starts with it.</param>
    public PlaceholderReader(ReadOnlySpan<byte> json)
        => _json = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonValidator.DepthLimit });

    [UnscopedRef]
    private ref Placeholder Current => ref _depth < InlineDepth ? ref _inline[_depth] : ref _deep![_depth - InlineDepth];

    /// <summary>Goes to the next placeholder.</summary>
    /// <param name="found">The placeholder. Its number is not checked.</param>
    public bool TryRead(out Placeholder found)
    {
        while (_json.Read())
        {
            switch (_json.TokenType)
            {
                case JsonTokenType.StartObject:
                    Open((int)_json.TokenStartIndex);
                    break;

                case JsonTokenType.PropertyName when _json.ValueTextEquals("_placeholder"u8):
                    _json.Read();
                    Current.IsMarked = _json.TokenType is JsonTokenType.True;
                    OpenIfObject();
                    break;

                case JsonTokenType.PropertyName when _json.ValueTextEquals("num"u8):
                    _json.Read();
                    Current.Number = _json.TokenType is JsonTokenType.Number && _json.TryGetInt32(out var number) ? number : -1;
                    OpenIfObject();
                    break;

                case JsonTokenType.EndObject:
                    found = Current;
                    _depth--;

                    if (found.IsMarked)
                    {
                        found.End = (int)_json.BytesConsumed;
                        return true;
                    }

                    break;
            }
        }

        found = default;
        return false;
    }

    private void OpenIfObject()
    {
        if (_json.TokenType is JsonTokenType.StartObject)
        {
            Open((int)_json.TokenStartIndex);
        }
    }

    private void Open(int start)
    {
        _depth++;

        if (_depth >= InlineDepth && _depth - InlineDepth >= (_deep?.Length ?? 0))
        {
            Array.Resize(ref _deep, Math.Max(InlineDepth, _depth));
        }

        Current = new Placeholder { Start = start, Number = -1 };
    }
}
