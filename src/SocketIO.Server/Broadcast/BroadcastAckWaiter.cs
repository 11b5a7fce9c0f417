using SocketIO.Adapters;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// Passes the acknowledgement of one socket on to those who count the answers to a broadcast.
/// </summary>
internal sealed class BroadcastAckWaiter(IBroadcastAckSink sink) : IAckWaiter
{
    public void OnAck(scoped in ReceivedPacket packet, IArgumentSerializer serializer) => sink.OnAck(packet.ToArguments(serializer));

    // Whoever leaves without an answer is missing: the count waits for its timeout, as in JavaScript.
    public void OnDisconnected(string? reason)
    {
    }
}
