using System.Text;
using System.Text.Json;
using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Sessions as they lie in Redis: MessagePack of <c>{sid, pid, rooms, data}</c> in base 64, as JavaScript has it, with where the session stands beside it.
/// </summary>
internal static class StreamSessionCodec
{
    public static byte[] Write(ClusterSession stored, IArgumentSerializer serializer)
    {
        var session = stored.Session;
        var writer = new ClusterWriter(serializer);
        writer.WriteSession(session, stored.First > 0 ? StreamId.FromPosition(stored.First).ToString() : null, Texts(stored.RoomsSince));
        var text = writer.ToText();
        return StreamEntryCodec.ToBase64(JsonBridge.ToMessagePack(text.Json.Span, text.Attachments));
    }

    /// <summary>Reads a session. Never throws.</summary>
    /// <returns><see langword="null"/> for what is none.</returns>
    public static ClusterSession? Read(byte[] base64)
    {
        // What begins like JSON is none of what servers write here.
        if (base64.Length == 0 || base64[0] == (byte)'{' || !StreamEntryCodec.TryReadText(base64, out var text))
        {
            return null;
        }

        try
        {
            return Read(text);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ClusterSession? Read(ClusterText text)
    {
        var reader = new Utf8JsonReader(text.Json.Span, ClusterMessageCodec.ReaderOptions);
        string? sid = null;
        string? pid = null;
        string? first = null;
        List<string>? rooms = null;
        Dictionary<string, object?> data = [];
        Dictionary<string, object?> since = [];

        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            switch (reader.GetString())
            {
                case "sid":
                    sid = reader.ReadText();
                    break;

                case "pid":
                    pid = reader.ReadText();
                    break;

                case "rooms":
                    rooms = reader.ReadTexts();
                    break;

                case "data":
                    data = SocketDetailsReader.ReadMembers(ref reader, text);
                    break;

                case "first":
                    first = reader.ReadText();
                    break;

                case "since":
                    since = SocketDetailsReader.ReadMembers(ref reader, text);
                    break;

                default:
                    reader.SkipValue();
                    break;
            }
        }

        if (string.IsNullOrEmpty(sid) || string.IsNullOrEmpty(pid) || rooms is null)
        {
            return null;
        }

        return new ClusterSession
        {
            Session = new RecoverableSession { Sid = sid, Pid = pid, Rooms = rooms, Data = data },
            First = Position(first),
            RoomsSince = since.ToDictionary(static room => room.Key, static room => Position((room.Value as JsonElement?)?.ToString())),
        };
    }

    private static long Position(string? id) => StreamId.TryParse(id, out var parsed) ? parsed.Position : 0;

    private static Dictionary<string, object?> Texts(IReadOnlyDictionary<string, long> positions)
        => positions.ToDictionary(static room => room.Key, static object? (room) => StreamId.FromPosition(room.Value).ToString());
}
