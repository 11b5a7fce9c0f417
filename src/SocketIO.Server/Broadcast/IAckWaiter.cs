using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// Somebody who waits for one acknowledgement of one socket. Told once: of the answer or of the end.
/// </summary>
internal interface IAckWaiter
{
    void OnAck(scoped in ReceivedPacket packet, IArgumentSerializer serializer);

    void OnDisconnected(string? reason);
}
