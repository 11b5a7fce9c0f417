using System.Diagnostics.CodeAnalysis;
using SocketIO.Adapters;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// Waits until every server has said how many clients it asked, and as many have answered.
/// </summary>
internal sealed class BroadcastAckCollector<T>(ServerMetrics metrics) : IBroadcastAckSink
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<T> _responses = [];
    private int _servers = int.MaxValue;
    private int _serversHeard;
    private int _expected;
    private int _answered;

    public Task Done => _done.Task;

    private bool IsCompleteLocked => _serversHeard >= _servers && _answered >= _expected;

    public void ExpectServers(int servers)
    {
        lock (_gate)
        {
            _servers = servers;
            CompleteLocked();
        }
    }

    public void OnClientCount(int count)
    {
        lock (_gate)
        {
            _serversHeard++;
            _expected += count;
            CompleteLocked();
        }
    }

    public void OnAck(EventArguments arguments)
    {
        // Read outside the lock: it may be the application's own converter.
        var bound = TryRead(arguments, out var response);

        lock (_gate)
        {
            _answered++;

            if (bound)
            {
                _responses.Add(response!);
            }

            CompleteLocked();
        }
    }

    public BroadcastAcks<T> ToResult(bool timedOut)
    {
        lock (_gate)
        {
            return new BroadcastAcks<T>([.. _responses], _expected, timedOut && !IsCompleteLocked);
        }
    }

    private bool TryRead(EventArguments arguments, [MaybeNull] out T response)
    {
        if (AckValue.TryRead(arguments, out response))
        {
            return true;
        }

        metrics.EventRejected();
        return false;
    }

    private void CompleteLocked()
    {
        if (IsCompleteLocked)
        {
            _done.TrySetResult();
        }
    }
}
