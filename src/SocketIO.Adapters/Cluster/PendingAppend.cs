using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// A broadcast of this server that has not come back from the store, and what waits behind it.
/// </summary>
internal sealed class PendingAppend(long sequence, EncodedPacket packet, Target target, long since)
{
    public long Sequence { get; } = sequence;

    public EncodedPacket Packet { get; } = packet;

    public Target Target { get; } = target;

    public long Since { get; } = since;

    public List<Delivery>? Followers { get; set; }
}
