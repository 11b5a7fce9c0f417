namespace SocketIO.Protocol.Tests;

/// <summary>A decoder whose packets' parts the test names.</summary>
internal sealed class PartsDecoder : MessageDecoder
{
    /// <summary>Gets a packet made of parts, which must be accepted.</summary>
    public static Decoded Packet(PacketType type, string ns, long? ackId, string json, params byte[][] attachments)
    {
        Assert.Equal(PacketError.None, Make(type, Decoded.Utf8(ns), ackId, Decoded.Utf8(json), PacketLimits.Default, out var packet, attachments));
        return Decoded.From(packet);
    }

    /// <summary>Gets why parts are refused.</summary>
    public static PacketError Error(PacketType type, ReadOnlySpan<byte> ns, long? ackId, ReadOnlySpan<byte> json, PacketLimits? limits = null, params byte[][] attachments)
    {
        var error = Make(type, ns, ackId, json, limits ?? PacketLimits.Default, out var packet, attachments);
        Assert.True(error == PacketError.None || packet.Payload.IsEmpty);
        return error;
    }

    public override PacketError Add(ReadOnlySpan<byte> message, bool isBinary, out ReceivedPacket packet, out bool complete)
        => throw new NotSupportedException();

    private static PacketError Make(
        PacketType type, ReadOnlySpan<byte> ns, long? ackId, ReadOnlySpan<byte> json, PacketLimits limits, out ReceivedPacket packet, byte[][] attachments)
        => Accept(type, ns, ackId, json, attachments.Length == 0 ? null : Array.ConvertAll(attachments, a => new ReadOnlyMemory<byte>(a)), limits, out packet);
}
