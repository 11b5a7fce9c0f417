using System.Text.Json;

namespace SocketIO.Adapters;

/// <summary>
/// The <c>data</c> of a message between servers, as far as it could be read.
/// </summary>
internal struct ClusterData(ClusterText text)
{
    public Target? Target { get; private set; }

    /// <summary>Gets the value of <c>packet</c>: an answer, or an event for servers.</summary>
    public ClusterPayload? Packet { get; private set; }

    /// <summary>Gets the <c>data</c> in <c>packet</c>: an event for clients.</summary>
    public ClusterPayload? PacketData { get; private set; }

    public string? RequestId { get; private set; }

    public List<string>? Rooms { get; private set; }

    public List<SocketDetails>? Sockets { get; private set; }

    public bool Close { get; private set; }

    public int ClientCount { get; private set; }

    public TimeSpan? Timeout { get; private set; }

    public bool TryRead()
    {
        var reader = new Utf8JsonReader(text.Json.Span, ClusterMessageCodec.ReaderOptions);

        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("packet"u8))
            {
                ReadPacket(ref reader);
            }
            else if (reader.ValueTextEquals("opts"u8))
            {
                Target = ReadTarget(ref reader, out var timeout);
                Timeout = timeout;
            }
            else if (reader.ValueTextEquals("requestId"u8))
            {
                RequestId = reader.ReadText();
            }
            else if (reader.ValueTextEquals("rooms"u8))
            {
                Rooms = reader.ReadTexts();
            }
            else if (reader.ValueTextEquals("close"u8))
            {
                Close = reader.ReadFlag();
            }
            else if (reader.ValueTextEquals("clientCount"u8))
            {
                ClientCount = (int)Math.Clamp(reader.ReadNumber(), -1, int.MaxValue);
            }
            else if (reader.ValueTextEquals("sockets"u8))
            {
                Sockets = SocketDetailsReader.ReadAll(ref reader, text);
            }
            else
            {
                reader.SkipValue();
            }
        }

        return reader.TokenType is JsonTokenType.EndObject && !reader.Read();
    }

    /// <summary>Reads <c>{"rooms":[…],"except":[…],"flags":{…}}</c>.</summary>
    /// <returns><see langword="null"/> if it is something else.</returns>
    public static Target? ReadTarget(ref Utf8JsonReader reader, out TimeSpan? timeout)
    {
        timeout = null;
        reader.Read();

        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        List<string>? rooms = null;
        List<string>? except = null;
        var flags = BroadcastFlags.None;

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("rooms"u8))
            {
                rooms = reader.ReadTexts();
            }
            else if (reader.ValueTextEquals("except"u8))
            {
                except = reader.ReadTexts();
            }
            else if (reader.ValueTextEquals("flags"u8))
            {
                flags = ReadFlags(ref reader, ref timeout);
            }
            else
            {
                reader.SkipValue();
            }
        }

        return Target.Everyone.WithRooms([.. rooms ?? []]).WithExcept([.. except ?? []]).WithFlags(flags);
    }

    private static BroadcastFlags ReadFlags(ref Utf8JsonReader reader, ref TimeSpan? timeout)
    {
        var flags = BroadcastFlags.None;
        reader.Read();

        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return flags;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("volatile"u8))
            {
                flags |= reader.ReadFlag() ? BroadcastFlags.Volatile : BroadcastFlags.None;
            }
            else if (reader.ValueTextEquals("compress"u8))
            {
                flags |= reader.ReadFlag(ifMissing: true) ? BroadcastFlags.None : BroadcastFlags.NoCompress;
            }
            else if (reader.ValueTextEquals("timeout"u8))
            {
                timeout = TimeSpan.FromMilliseconds(Math.Clamp(reader.ReadNumber(), 0, int.MaxValue));
            }
            else
            {
                reader.SkipValue();
            }
        }

        return flags;
    }

    private void ReadPacket(ref Utf8JsonReader reader)
    {
        var packet = reader.ReadRaw(text.Json);
        Packet = new ClusterPayload(packet, text.Attachments);
        var inner = new Utf8JsonReader(packet.Span, ClusterMessageCodec.ReaderOptions);
        inner.Read();

        if (inner.TokenType is not JsonTokenType.StartObject)
        {
            return;
        }

        while (inner.Read() && inner.TokenType is JsonTokenType.PropertyName)
        {
            if (inner.ValueTextEquals("data"u8))
            {
                PacketData = new ClusterPayload(inner.ReadRaw(packet), text.Attachments);
            }
            else
            {
                inner.SkipValue();
            }
        }
    }
}
