using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SocketIO.Protocol;
using SocketIO.Protocol.MessagePack;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Writes messages in the form of <c>@socket.io/redis-adapter</c>, which is older than the one that the other adapters share.
/// </summary>
/// <remarks>
/// <code>
/// broadcast            MessagePack  [uid, {type: 2, data: [event, …], nsp}, {rooms, except, flags}]
/// broadcast with acks  MessagePack  {uid, requestId, type: 7, packet, opts}
/// its answers          JSON         {type: 8, requestId, clientCount}
///                      MessagePack  {type: 9, requestId, packet}
/// everything else      JSON
/// </code>
/// Members that are <c>undefined</c> in JavaScript are left out.
/// </remarks>
internal sealed class RedisMessageWriter : IDisposable
{
    // As JSON.stringify does, nothing is escaped that need not be.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _output = new(512);
    private readonly Utf8JsonWriter _json;

    private RedisMessageWriter() => _json = new Utf8JsonWriter(_output, s_options);

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message. One of <see cref="ClusterMessage.EmitterUid"/> bears a name only where JavaScript's emitter has one.</param>
    /// <param name="serializer">Writes what the application has attached to sockets.</param>
    public static ReadOnlyMemory<byte> Write(ClusterMessage message, IArgumentSerializer serializer)
    {
        if (message.Type is ClusterMessageType.FetchSocketsResponse)
        {
            // {"sockets":[…],"requestId":"…"}, as everywhere.
            return BufferJson.Inline(ClusterMessageCodec.WriteData(message, serializer));
        }

        using var writer = new RedisMessageWriter();
        writer.WriteBody(message);
        writer._json.Flush();
        var text = new ClusterText(writer._output.WrittenMemory, message.Payload?.Attachments ?? []);

        return message.Type is ClusterMessageType.Broadcast or ClusterMessageType.BroadcastAck or ClusterMessageType.ServerData
            ? JsonBridge.ToMessagePack(text.Json.Span, text.Attachments)
            : BufferJson.Inline(text);
    }

    /// <summary>Writes a question for the rooms of all servers, which no other adapter has.</summary>
    public static ReadOnlyMemory<byte> WriteAllRooms(string uid, string requestId)
        => Write(json =>
        {
            json.WriteString("uid", uid);
            json.WriteString("requestId", requestId);
            json.WriteNumber("type", (int)RedisRequestType.AllRooms);
        });

    /// <summary>Writes names as an answer.</summary>
    /// <param name="requestId">What they answer.</param>
    /// <param name="property">What they are, <c>rooms</c> or <c>sockets</c>.</param>
    /// <param name="names">The names.</param>
    public static ReadOnlyMemory<byte> WriteNames(string requestId, string property, IEnumerable<string> names)
        => Write(json =>
        {
            json.WriteString("requestId", requestId);
            json.WriteStartArray(property);

            foreach (var name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        });

    /// <summary>Writes that something was done.</summary>
    public static ReadOnlyMemory<byte> WriteDone(string requestId) => Write(json => json.WriteString("requestId", requestId));

    public void Dispose() => _json.Dispose();

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> writeMembers)
    {
        using var writer = new RedisMessageWriter();
        writer._json.WriteStartObject();
        writeMembers(writer._json);
        writer._json.WriteEndObject();
        writer._json.Flush();
        return writer._output.WrittenMemory;
    }

    private void WriteBody(ClusterMessage message)
    {
        if (message is { Type: ClusterMessageType.Broadcast, RequestId: null })
        {
            _json.WriteStartArray();
            _json.WriteStringValue(message.Uid);
            WritePacket(message);
            WriteTarget(message, hasFlags: true);
            _json.WriteEndArray();
            return;
        }

        _json.WriteStartObject();

        if (!IsAnswer(message.Type) && !IsNameless(message))
        {
            _json.WriteString("uid", message.Uid);
        }

        if (message.RequestId is { } requestId)
        {
            _json.WriteString("requestId", requestId);
        }

        WriteMembers(message);
        _json.WriteEndObject();
    }

    private void WriteMembers(ClusterMessage message)
    {
        switch (message.Type)
        {
            case ClusterMessageType.Broadcast:
                WriteType(RedisRequestType.Broadcast);
                _json.WritePropertyName("packet");
                WritePacket(message);
                _json.WritePropertyName("opts");
                WriteTarget(message, hasFlags: true);
                break;

            case ClusterMessageType.SocketsJoin:
            case ClusterMessageType.SocketsLeave:
                WriteType(message.Type is ClusterMessageType.SocketsJoin ? RedisRequestType.RemoteJoin : RedisRequestType.RemoteLeave);
                _json.WritePropertyName("opts");
                WriteTarget(message, hasFlags: false);
                WriteNames("rooms", [.. message.Rooms]);
                break;

            case ClusterMessageType.DisconnectSockets:
                WriteType(RedisRequestType.RemoteDisconnect);
                _json.WritePropertyName("opts");
                WriteTarget(message, hasFlags: false);
                _json.WriteBoolean("close", message.Close);
                break;

            case ClusterMessageType.FetchSockets:
                WriteType(RedisRequestType.RemoteFetch);
                _json.WritePropertyName("opts");
                WriteTarget(message, hasFlags: false);
                break;

            case ClusterMessageType.ServerSideEmit:
            case ClusterMessageType.ServerSideEmitResponse:
                WriteType(RedisRequestType.ServerSideEmit);
                WritePayload("data", message.Payload);
                break;

            case ClusterMessageType.BroadcastClientCount:
                WriteType(RedisRequestType.BroadcastClientCount);
                _json.WriteNumber("clientCount", message.ClientCount);
                break;

            case ClusterMessageType.BroadcastAck:
                WriteType(RedisRequestType.BroadcastAck);
                WritePayload("packet", message.Payload);
                break;

            case ClusterMessageType.ServerData:
                WriteType(RedisRequestType.ServerData);
                WritePayload("packet", message.Payload);
                break;

            default:
                throw new ArgumentException($"This adapter has no messages of type {message.Type}.", nameof(message));
        }
    }

    private static bool IsAnswer(ClusterMessageType type)
        => type is ClusterMessageType.ServerSideEmitResponse or ClusterMessageType.BroadcastClientCount or ClusterMessageType.BroadcastAck;

    private static bool IsNameless(ClusterMessage message)
        => message is
        {
            Uid: ClusterMessage.EmitterUid,
            Type: ClusterMessageType.SocketsJoin or ClusterMessageType.SocketsLeave or ClusterMessageType.DisconnectSockets,
        };

    private void WriteType(RedisRequestType type) => _json.WriteNumber("type", (int)type);

    private void WritePacket(ClusterMessage message)
    {
        _json.WriteStartObject();
        _json.WriteNumber("type", 2);
        WritePayload("data", message.Payload);
        _json.WriteString("nsp", message.Namespace);
        _json.WriteEndObject();
    }

    private void WritePayload(string property, ClusterPayload? payload)
    {
        if (payload is not null)
        {
            _json.WritePropertyName(property);
            _json.WriteRawValue(payload.Json.Span, skipInputValidation: true);
        }
    }

    private void WriteTarget(ClusterMessage message, bool hasFlags)
    {
        var target = message.Target ?? Target.Everyone;
        _json.WriteStartObject();
        WriteNames("rooms", target.Rooms);
        WriteNames("except", target.Except);

        if (hasFlags)
        {
            _json.WriteStartObject("flags");

            if (target.Flags.HasFlag(BroadcastFlags.Volatile))
            {
                _json.WriteBoolean("volatile", true);
            }

            if (target.Flags.HasFlag(BroadcastFlags.NoCompress))
            {
                _json.WriteBoolean("compress", false);
            }

            if (message.Timeout is { } timeout)
            {
                _json.WriteNumber("timeout", (long)timeout.TotalMilliseconds);
            }

            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    private void WriteNames(string property, ReadOnlySpan<string> names)
    {
        _json.WriteStartArray(property);

        foreach (var name in names)
        {
            _json.WriteStringValue(name);
        }

        _json.WriteEndArray();
    }
}
