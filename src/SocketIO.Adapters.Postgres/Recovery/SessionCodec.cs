using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Sessions as they stand in the table: <c>{"first":1,"since":{"room":2},"socket":{…}}</c>, where the socket is described as to other servers. MessagePack when there is
/// binary data in it.
/// </summary>
internal static class SessionCodec
{
    private static readonly SocketHandshake s_noHandshake = new()
    {
        Headers = new Dictionary<string, string>(),
        Query = new Dictionary<string, string>(),
        Auth = JsonElement.Parse("{}"),
        Address = string.Empty,
        Url = string.Empty,
        Time = DateTimeOffset.UnixEpoch,
        Secure = false,
        Xdomain = false,
    };

    public static byte[] Write(ClusterSession session, IArgumentSerializer serializer)
    {
        var socket = new SocketDetails { Id = session.Session.Sid, Rooms = session.Session.Rooms, Data = session.Session.Data, Handshake = s_noHandshake };
        var message = new ClusterMessage { Type = ClusterMessageType.FetchSocketsResponse, RequestId = "session", Sockets = [socket] };
        var text = ClusterMessageCodec.WriteData(message, serializer);
        using var buffer = new MemoryStream();

        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("first", session.First);
            writer.WriteStartObject("since");

            foreach (var (room, position) in session.RoomsSince)
            {
                writer.WriteNumber(room, position);
            }

            writer.WriteEndObject();
            writer.WritePropertyName("socket");
            writer.WriteRawValue(text.Json.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return PostgresCodec.ToRow(new ClusterText(buffer.ToArray(), text.Attachments));
    }

    /// <summary>Reads a row.</summary>
    /// <returns><see langword="null"/> for anything else.</returns>
    public static ClusterSession? Read(byte[] row, string pid, IArgumentSerializer serializer)
    {
        if (!PostgresCodec.TryToText(row, out var text))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text.Json, new JsonDocumentOptions { MaxDepth = 1024 });
            var data = System.Text.Encoding.UTF8.GetBytes(json.RootElement.GetProperty("socket").GetRawText());

            if (!ClusterMessageCodec.TryReadData("-", "/", (int)ClusterMessageType.FetchSocketsResponse, text with { Json = data }, serializer, out var message)
                || message!.Sockets is not [var socket])
            {
                return null;
            }

            return new ClusterSession
            {
                Session = new RecoverableSession { Sid = socket.Id, Pid = pid, Rooms = socket.Rooms, Data = socket.Data },
                First = json.RootElement.GetProperty("first").GetInt64(),
                RoomsSince = json.RootElement.GetProperty("since").EnumerateObject().ToDictionary(static room => room.Name, static room => room.Value.GetInt64()),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
