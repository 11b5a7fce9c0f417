using System.Text.Json;
using System.Text.Unicode;
using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Reads messages between servers. Anything may be received: what is no message is <see langword="false"/>, never an exception.
/// </summary>
internal static class ClusterReader
{
    private const byte Mark = (byte)'\r';

    public static bool TryRead(ClusterText text, IArgumentSerializer serializer, string ns, out ClusterMessage? message)
    {
        message = null;
        text = Clean(text, serializer);

        try
        {
            return Utf8.IsValid(text.Json.Span) && Envelope.TryRead(text, ns, out var envelope) && TryReadData(envelope, out message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    public static bool TryReadData(string uid, string ns, int type, ClusterText data, IArgumentSerializer serializer, out ClusterMessage? message)
    {
        message = null;
        data = Clean(data, serializer);

        try
        {
            return Utf8.IsValid(data.Json.Span) && TryReadData(new Envelope { Uid = uid, Namespace = ns, Type = type, Data = data }, out message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // Marks are white space to everybody, but clients need not get it.
    private static ClusterText Clean(ClusterText text, IArgumentSerializer serializer)
    {
        if (text.Json.Span.IndexOf(Mark) < 0 || serializer is JsonArgumentSerializer { MarksTypes: true })
        {
            return text;
        }

        var json = text.Json.ToArray();
        var length = 0;

        foreach (var value in json)
        {
            if (value != Mark)
            {
                json[length++] = value;
            }
        }

        return text with { Json = json.AsMemory(0, length) };
    }

    private static bool TryReadData(in Envelope envelope, out ClusterMessage? message)
    {
        message = null;
        var type = (ClusterMessageType)envelope.Type;

        if ((type is <= ClusterMessageType.None or > ClusterMessageType.AdapterClose and not ClusterMessageType.ServerData) || envelope.Uid.Length == 0 || envelope.Namespace.Length == 0)
        {
            return false;
        }

        var data = new ClusterData(envelope.Data);

        if (!envelope.Data.Json.IsEmpty && !data.TryRead())
        {
            return false;
        }

        var result = new ClusterMessage
        {
            Type = type,
            Uid = envelope.Uid,
            Namespace = envelope.Namespace,
            Target = data.Target,
            Payload = type is ClusterMessageType.Broadcast ? data.PacketData : data.Packet,
            RequestId = data.RequestId,
            Rooms = data.Rooms ?? [],
            Close = data.Close,
            ClientCount = data.ClientCount,
            Sockets = data.Sockets ?? [],
            Timeout = data.Timeout,
            Sequence = envelope.Sequence,
        };

        if (!IsComplete(result, data))
        {
            return false;
        }

        message = result;
        return true;
    }

    private static bool IsComplete(ClusterMessage message, in ClusterData data) => message.Type switch
    {
        ClusterMessageType.Broadcast => message.Target is not null && IsEvent(message.Payload),
        ClusterMessageType.SocketsJoin or ClusterMessageType.SocketsLeave => message.Target is not null && data.Rooms is not null,
        ClusterMessageType.DisconnectSockets => message.Target is not null,
        ClusterMessageType.FetchSockets => message.Target is not null && message.RequestId is not null,
        ClusterMessageType.FetchSocketsResponse => message.RequestId is not null && data.Sockets is not null,
        ClusterMessageType.ServerSideEmit => IsEvent(message.Payload),
        ClusterMessageType.ServerSideEmitResponse or ClusterMessageType.BroadcastAck => message.RequestId is not null,
        ClusterMessageType.ServerData => message.Payload is { Attachments.Length: 1 },
        ClusterMessageType.BroadcastClientCount => message.RequestId is not null && message.ClientCount >= 0,
        _ => true,
    };

    private static bool IsEvent(ClusterPayload? payload)
    {
        if (payload is null)
        {
            return false;
        }

        var reader = new Utf8JsonReader(payload.Json.Span, ClusterMessageCodec.ReaderOptions);
        return reader.Read() && reader.TokenType is JsonTokenType.StartArray && reader.Read() && reader.TokenType is JsonTokenType.String or JsonTokenType.Number;
    }

    /// <summary>The outer part of a message.</summary>
    private readonly record struct Envelope
    {
        public required string Uid { get; init; }

        public required string Namespace { get; init; }

        public required int Type { get; init; }

        public required ClusterText Data { get; init; }

        public long Sequence { get; init; }

        public static bool TryRead(ClusterText text, string ns, out Envelope envelope)
        {
            envelope = default;
            var reader = new Utf8JsonReader(text.Json.Span, ClusterMessageCodec.ReaderOptions);

            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            {
                return false;
            }

            var uid = string.Empty;
            var type = 0;
            long sequence = 0;
            var data = new ClusterText(default, text.Attachments);

            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("uid"u8))
                {
                    uid = reader.ReadText() ?? uid;
                }
                else if (reader.ValueTextEquals("nsp"u8))
                {
                    ns = reader.ReadText() ?? ns;
                }
                else if (reader.ValueTextEquals("type"u8))
                {
                    type = (int)reader.ReadNumber();
                }
                else if (reader.ValueTextEquals("seq"u8))
                {
                    sequence = reader.ReadNumber();
                }
                else if (reader.ValueTextEquals("data"u8))
                {
                    data = data with { Json = reader.ReadRaw(text.Json) };
                }
                else
                {
                    reader.SkipValue();
                }
            }

            envelope = new Envelope { Uid = uid, Namespace = ns, Type = type, Data = data, Sequence = sequence };

            // Nothing may follow: the reader says so by throwing.
            return reader.TokenType is JsonTokenType.EndObject && !reader.Read();
        }
    }
}
