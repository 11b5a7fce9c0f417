using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Passes the acknowledgements of this server's clients on to the server that has asked.
/// </summary>
internal sealed class ClusterAckSink(Action<int> onClientCount, Action<EventArguments> onAck) : IBroadcastAckSink
{
    private ITimer? _timer;

    public void OnClientCount(int count) => onClientCount(count);

    public void OnAck(EventArguments arguments) => onAck(arguments);

    /// <summary>Forgets the broadcast when nobody waits for it any more.</summary>
    public void ForgetAfter(TimeSpan timeout, TimeProvider time, IDisposable pending)
    {
        var timer = time.CreateTimer(
            _ =>
            {
                pending.Dispose();
                _timer?.Dispose();
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);

        _timer = timer;
        timer.Change(timeout, Timeout.InfiniteTimeSpan);
    }
}
