using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Reads messages in the form of <c>@socket.io/redis-adapter</c>. Anything may be received: what is no message is <see langword="false"/>, never an exception.
/// </summary>
/// <param name="ns">The namespace.</param>
/// <param name="serializer">Says whether marks of types mean anything to the server.</param>
internal sealed class RedisMessageReader(string ns, IArgumentSerializer serializer)
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 1024 };

    /// <summary>Reads what came on the channel of all clients or of a room.</summary>
    /// <param name="body">The message.</param>
    /// <param name="room">The room that the channel belongs to; empty for none.</param>
    /// <param name="message">The message; <see langword="null"/> when it concerns another namespace, or an application whose key is the beginning of this one's.</param>
    public bool TryReadBroadcast(ReadOnlySpan<byte> body, string room, out ClusterMessage? message)
    {
        message = null;

        try
        {
            if (!JsonBridge.TryToJson(body, out var json, out var attachments) || !TrySplit(json, out var uid, out var packet, out var options))
            {
                return false;
            }

            if (!IsOfNamespace(json[packet]))
            {
                return true;
            }

            var data = Compose(("packet", json.AsMemory(packet)), ("opts", json.AsMemory(options)));

            if (!ClusterMessageCodec.TryReadData(uid, ns, (int)ClusterMessageType.Broadcast, new ClusterText(data, attachments), serializer, out var read))
            {
                return false;
            }

            // A key may contain what separates the parts of a channel. What came by the channel of a room is for that room alone.
            if (room.Length == 0 || (read!.Target!.Rooms is [var only] && only == room))
            {
                message = read;
            }

            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads a request.</summary>
    public bool TryReadRequest(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out RedisRequest? request)
    {
        request = null;

        try
        {
            request = RedisFields.TryRead(body, out var fields) ? ReadRequest(fields) : null;
            return request is not null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads an answer to a request.</summary>
    public bool TryReadResponse(ReadOnlyMemory<byte> body, out RedisResponse response)
    {
        response = default;

        try
        {
            return RedisFields.TryRead(body, out var fields) && TryReadResponse(fields, out response);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private RedisRequest? ReadRequest(in RedisFields fields)
    {
        // Emitters do not say who they are where JavaScript's does not.
        var uid = fields.GetText("uid") is { Length: > 0 } name ? name : ClusterMessage.EmitterUid;
        var type = (RedisRequestType)fields.Type;
        var request = new RedisRequest { Type = type, Uid = uid, RequestId = fields.GetText("requestId") };

        switch (type)
        {
            case RedisRequestType.Sockets:
                return request.RequestId is null ? null : request with { Rooms = fields.GetNames("rooms") ?? [] };

            case RedisRequestType.AllRooms:
                return request.RequestId is null ? null : request;

            case RedisRequestType.RemoteJoin or RedisRequestType.RemoteLeave or RedisRequestType.RemoteDisconnect when IsMissing(fields, "opts"):
                return fields.GetText("sid") is { Length: > 0 } sid && (type is RedisRequestType.RemoteDisconnect || fields.GetText("room") is not null)
                    ? request with { SocketId = sid, Rooms = [fields.GetText("room") ?? string.Empty], Close = fields.IsTrue("close") }
                    : null;
        }

        var data = type switch
        {
            RedisRequestType.RemoteJoin or RedisRequestType.RemoteLeave => Compose(("opts", fields.Get("opts")), ("rooms", fields.Get("rooms"))),
            RedisRequestType.RemoteDisconnect => Compose(("opts", fields.Get("opts")), ("close", fields.Get("close"))),
            RedisRequestType.RemoteFetch => Compose(("opts", fields.Get("opts")), ("requestId", fields.Get("requestId"))),
            RedisRequestType.ServerSideEmit => Compose(("packet", fields.Get("data")), ("requestId", fields.Get("requestId"))),
            RedisRequestType.Broadcast => Compose(("packet", fields.Get("packet")), ("opts", fields.Get("opts")), ("requestId", fields.Get("requestId"))),
            _ => default,
        };

        if (data.IsEmpty || !ClusterMessageCodec.TryReadData(uid, ns, (int)TypeOf(type), new ClusterText(data, fields.Attachments), serializer, out var message))
        {
            return null;
        }

        if (type is RedisRequestType.Broadcast)
        {
            if (message!.RequestId is null)
            {
                return null;
            }

            // Nobody but the sender minds the flags of a question.
            message = message with { Target = message.Target!.WithFlags(BroadcastFlags.None) };
        }

        return request with { Message = message };
    }

    private bool TryReadResponse(in RedisFields fields, out RedisResponse response)
    {
        response = default;

        if (fields.GetText("requestId") is not { } requestId)
        {
            return false;
        }

        var id = fields.Get("requestId");
        var (type, data) = fields.Type switch
        {
            (int)RedisRequestType.BroadcastClientCount => (ClusterMessageType.BroadcastClientCount, Compose(("clientCount", fields.Get("clientCount")), ("requestId", id))),
            (int)RedisRequestType.BroadcastAck => (ClusterMessageType.BroadcastAck, Compose(("packet", fields.Get("packet")), ("requestId", id))),
            (int)RedisRequestType.ServerData => (ClusterMessageType.ServerData, Compose(("packet", fields.Get("packet")), ("requestId", id))),
            (int)RedisRequestType.ServerSideEmit => (ClusterMessageType.ServerSideEmitResponse, Compose(("packet", fields.Get("data")), ("requestId", id))),
            _ when !IsMissing(fields, "sockets") => (ClusterMessageType.FetchSocketsResponse, Compose(("sockets", fields.Get("sockets")), ("requestId", id))),
            _ => (ClusterMessageType.None, default(ReadOnlyMemory<byte>)),
        };

        if (type is ClusterMessageType.None)
        {
            // Rooms, or the news that something old was done.
            response = new RedisResponse(requestId, Message: null, fields.GetNames("rooms"));
            return true;
        }

        // Answers bear no name, but a message must.
        var uid = type is ClusterMessageType.ServerData ? fields.GetText("uid") ?? string.Empty : ClusterMessage.EmitterUid;

        if (!ClusterMessageCodec.TryReadData(uid, ns, (int)type, new ClusterText(data, fields.Attachments), serializer, out var message))
        {
            return false;
        }

        response = new RedisResponse(requestId, type is ClusterMessageType.ServerData ? message : message! with { Uid = string.Empty }, Rooms: null);
        return true;
    }

    private static ClusterMessageType TypeOf(RedisRequestType type) => type switch
    {
        RedisRequestType.RemoteJoin => ClusterMessageType.SocketsJoin,
        RedisRequestType.RemoteLeave => ClusterMessageType.SocketsLeave,
        RedisRequestType.RemoteDisconnect => ClusterMessageType.DisconnectSockets,
        RedisRequestType.RemoteFetch => ClusterMessageType.FetchSockets,
        RedisRequestType.ServerSideEmit => ClusterMessageType.ServerSideEmit,
        _ => ClusterMessageType.Broadcast,
    };

    private static bool IsMissing(in RedisFields fields, string name) => fields.Get(name) is not { } json || json.Span.EndsWith("null"u8);

    // [uid, packet, opts]
    private static bool TrySplit(ReadOnlySpan<byte> json, out string uid, out Range packet, out Range options)
    {
        uid = string.Empty;
        packet = options = default;
        var reader = new Utf8JsonReader(json, s_options);

        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartArray || !reader.Read() || reader.TokenType is not JsonTokenType.String)
        {
            return false;
        }

        uid = reader.GetString()!;
        return TryReadObject(ref reader, out packet) && TryReadObject(ref reader, out options);
    }

    private static bool TryReadObject(ref Utf8JsonReader reader, out Range range)
    {
        range = default;

        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        range = start..(int)reader.BytesConsumed;
        return true;
    }

    // Old senders do not name the main namespace.
    private bool IsOfNamespace(ReadOnlySpan<byte> packet)
    {
        var reader = new Utf8JsonReader(packet, s_options);
        reader.Read();

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isNamespace = reader.ValueTextEquals("nsp"u8);
            reader.Read();

            if (isNamespace)
            {
                return reader.TokenType is JsonTokenType.String ? reader.ValueTextEquals(ns) : reader.TokenType is JsonTokenType.Null && ns == "/";
            }

            reader.Skip();
        }

        return ns == "/";
    }

    private static ReadOnlyMemory<byte> Compose(params ReadOnlySpan<(string Name, ReadOnlyMemory<byte>? Json)> members)
    {
        var output = new ArrayBufferWriter<byte>(256);
        var separator = "{\""u8;

        foreach (var (name, json) in members)
        {
            if (json is { } value)
            {
                output.Write(separator);
                Encoding.UTF8.GetBytes(name, output);
                output.Write("\":"u8);
                output.Write(value.Span);
                separator = ",\""u8;
            }
        }

        output.Write(output.WrittenCount == 0 ? "{}"u8 : "}"u8);
        return output.WrittenMemory;
    }
}
