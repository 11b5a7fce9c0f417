namespace SocketIO.Adapters;

/// <summary>
/// The sockets that remember a broadcast because they may still acknowledge it. Disposing makes them forget.
/// </summary>
internal sealed class PendingBroadcast(IReadOnlyList<ILocalSocket> asked, long ackId) : IDisposable
{
    public void Dispose()
    {
        foreach (var socket in asked)
        {
            socket.ForgetAck(ackId);
        }
    }
}
