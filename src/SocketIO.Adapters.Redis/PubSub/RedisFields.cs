using System.Text.Json;
using System.Text.Unicode;
using SocketIO.Protocol.MessagePack;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// The members of a request or a response, each as the JSON it is made of.
/// </summary>
internal readonly struct RedisFields
{
    // As deep as what the cluster's codec reads.
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 1024 };

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _members;

    private RedisFields(Dictionary<string, ReadOnlyMemory<byte>> members, ReadOnlyMemory<byte>[] attachments)
    {
        _members = members;
        Attachments = attachments;
    }

    /// <summary>Gets the binary data that placeholders in the members stand for.</summary>
    public ReadOnlyMemory<byte>[] Attachments { get; }

    /// <summary>Gets the number of the type, or -1.</summary>
    public int Type => Get("type") is { } json && TryReadInteger(json, out var type) ? type : -1;

    /// <summary>Reads JSON, which begins with a brace, or else MessagePack.</summary>
    /// <exception cref="JsonException">It is neither.</exception>
    public static bool TryRead(ReadOnlyMemory<byte> body, out RedisFields fields)
    {
        fields = default;
        ClusterText text;

        if (body.Span is [(byte)'{', ..])
        {
            if (!Utf8.IsValid(body.Span))
            {
                return false;
            }

            text = BufferJson.Extract(body);
        }
        else if (JsonBridge.TryToJson(body.Span, out var json, out var attachments))
        {
            text = new ClusterText(json, attachments);
        }
        else
        {
            return false;
        }

        var reader = new Utf8JsonReader(text.Json.Span, s_options);

        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        var members = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;

            // With the mark of its type, if the value has one.
            var start = (int)reader.BytesConsumed;
            reader.Read();
            reader.Skip();
            members[name] = text.Json[start..(int)reader.BytesConsumed];
        }

        fields = new RedisFields(members, text.Attachments);
        return reader.TokenType is JsonTokenType.EndObject && !reader.Read();
    }

    /// <summary>Gets the JSON of a member; <see langword="null"/> if there is none.</summary>
    // The cast is needed: a bare null would become an empty member.
    public ReadOnlyMemory<byte>? Get(string name) => _members.TryGetValue(name, out var json) ? json : (ReadOnlyMemory<byte>?)null;

    /// <summary>Gets a member that is a text.</summary>
    public string? GetText(string name)
    {
        if (Get(name) is not { } json)
        {
            return null;
        }

        var reader = new Utf8JsonReader(json.Span, s_options);
        reader.Read();
        return reader.TokenType is JsonTokenType.String ? reader.GetString() : null;
    }

    /// <summary>Gets a member that is a list of names; numbers are names too.</summary>
    /// <returns><see langword="null"/> if it is no list.</returns>
    public List<string>? GetNames(string name)
    {
        if (Get(name) is not { } json)
        {
            return null;
        }

        var reader = new Utf8JsonReader(json.Span, s_options);
        reader.Read();

        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return null;
        }

        var names = new List<string>();

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.String)
            {
                names.Add(reader.GetString()!);
            }
            else if (reader.TokenType is JsonTokenType.Number)
            {
                names.Add(System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
            }
            else
            {
                reader.Skip();
            }
        }

        return names;
    }

    /// <summary>Gets a member that is true.</summary>
    public bool IsTrue(string name) => Get(name) is { } json && json.Span.EndsWith("true"u8);

    private static bool TryReadInteger(ReadOnlyMemory<byte> json, out int value)
    {
        value = 0;
        var reader = new Utf8JsonReader(json.Span, s_options);
        reader.Read();
        return reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out value);
    }
}
