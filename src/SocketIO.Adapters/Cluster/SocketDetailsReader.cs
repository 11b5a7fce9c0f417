using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Reads what other servers tell about their sockets.
/// </summary>
internal static class SocketDetailsReader
{
    private static readonly JsonElement s_noAuth = JsonElement.Parse("{}");

    /// <summary>Reads an array of sockets.</summary>
    /// <param name="reader">Stands at the property's name.</param>
    /// <param name="text">What is being read.</param>
    /// <returns><see langword="null"/> if it is something else.</returns>
    public static List<SocketDetails>? ReadAll(ref Utf8JsonReader reader, ClusterText text)
    {
        reader.Read();

        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var sockets = new List<SocketDetails>();

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartObject && Read(ref reader, text) is { } socket)
            {
                sockets.Add(socket);
            }
            else
            {
                reader.Skip();
            }
        }

        return sockets;
    }

    /// <summary>Reads what an application has attached to a socket. Binary data is a byte array, a value that has some inside an argument as of an event.</summary>
    /// <param name="reader">Stands at the property's name.</param>
    /// <param name="text">What is being read.</param>
    public static Dictionary<string, object?> ReadMembers(ref Utf8JsonReader reader, ClusterText text)
    {
        var members = new Dictionary<string, object?>();
        reader.Read();

        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return members;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetText();
            var json = reader.ReadRaw(text.Json);
            members[name] = ReadMember(json, text);
        }

        return members;
    }

    private static object ReadMember(ReadOnlyMemory<byte> json, ClusterText text)
    {
        if (!text.HasAttachments || !new PlaceholderReader(json.Span).TryRead(out _))
        {
            return JsonElement.Parse(json.Span);
        }

        // JSON alone would lose what is deeper inside.
        return ArgumentBinder.TryGetAttachment(json.Span, text.Attachments, out var bytes)
            ? bytes.ToArray()
            : new EventArguments(json.ToArray(), 1, text.Attachments, JsonArgumentSerializer.Default)[0];
    }

    private static SocketDetails? Read(ref Utf8JsonReader reader, ClusterText text)
    {
        string? id = null;
        List<string>? rooms = null;
        Dictionary<string, object?>? data = null;
        SocketHandshake? handshake = null;

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = reader.ReadText();
            }
            else if (reader.ValueTextEquals("rooms"u8))
            {
                rooms = reader.ReadTexts();
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                data = ReadMembers(ref reader, text);
            }
            else if (reader.ValueTextEquals("handshake"u8))
            {
                handshake = ReadHandshake(JsonElement.Parse(reader.ReadRaw(text.Json).Span));
            }
            else
            {
                reader.SkipValue();
            }
        }

        return id is null ? null : new SocketDetails { Id = id, Rooms = rooms ?? [], Data = data ?? [], Handshake = handshake ?? ReadHandshake(s_noAuth) };
    }

    private static SocketHandshake ReadHandshake(JsonElement handshake) => new()
    {
        Headers = Texts(handshake, "headers"),
        Query = Texts(handshake, "query"),
        Auth = Member(handshake, "auth") is { ValueKind: JsonValueKind.Object } auth ? auth : s_noAuth,
        Address = Text(Member(handshake, "address")),
        Url = Text(Member(handshake, "url")),
        Time = Member(handshake, "issued") is { ValueKind: JsonValueKind.Number } issued && issued.TryGetInt64(out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, 253_402_300_799_999))
            : DateTimeOffset.UnixEpoch,
        Secure = Member(handshake, "secure").ValueKind is JsonValueKind.True,
        Xdomain = Member(handshake, "xdomain").ValueKind is JsonValueKind.True,
    };

    private static JsonElement Member(JsonElement parent, string name)
        => parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Undefined or JsonValueKind.Null => string.Empty,
        _ => value.GetRawText(),
    };

    private static Dictionary<string, string> Texts(JsonElement parent, string name)
    {
        var texts = new Dictionary<string, string>();

        if (Member(parent, name) is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var member in members.EnumerateObject())
            {
                texts[member.Name] = Text(member.Value);
            }
        }

        return texts;
    }
}
