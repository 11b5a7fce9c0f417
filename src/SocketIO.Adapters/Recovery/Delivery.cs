using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Something that has its place in the order of a namespace: a packet to one socket, a packet to a target, or other work.
/// </summary>
internal readonly struct Delivery
{
    public Delivery(EncodedPacket packet, Target target, ILocalSocket? socket)
    {
        Packet = packet;
        Target = target;
        Socket = socket;
    }

    public Delivery(Action work) => Work = work;

    public EncodedPacket? Packet { get; }

    /// <summary>Gets whom the packet is for, also if it is for one socket: it may have to be sent again.</summary>
    public Target? Target { get; }

    public ILocalSocket? Socket { get; }

    public Action? Work { get; }
}
