using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// Makes received arguments out of what was encoded here: for listeners of outgoing events, and for middlewares that replace arguments.
/// </summary>
internal static class PacketArguments
{
    // What this server has encoded itself is not bounded by what it would accept from a peer.
    private static readonly PacketLimits Unbounded = new()
    {
        MaxAttachments = 99_999,
        MaxPacketBytes = int.MaxValue,
        MaxJsonDepth = 1024,
        MaxNamespaceLength = int.MaxValue,
    };

    public static EventArguments Encode(ReadOnlySpan<object?> arguments, IArgumentSerializer serializer)
    {
        var buffer = PacketBuffer.Rent();

        try
        {
            buffer.Write(PacketType.Event, "/", null, "replaced", arguments, serializer);
            return Decode(buffer.ToEncodedPacket(), serializer, out _);
        }
        finally
        {
            buffer.Return();
        }
    }

    public static EventArguments Decode(EncodedPacket packet, IArgumentSerializer serializer, out string eventName)
    {
        var decoder = new PacketDecoder(Unbounded);
        decoder.AddText(packet.Text.Span[1..], out var received, out var complete);

        foreach (var attachment in packet.Attachments)
        {
            decoder.AddBinary(attachment, out received, out complete);
        }

        eventName = complete ? System.Text.Encoding.UTF8.GetString(received.EventName) : string.Empty;
        return complete ? received.ToArguments(serializer) : EventArguments.Empty;
    }
}
