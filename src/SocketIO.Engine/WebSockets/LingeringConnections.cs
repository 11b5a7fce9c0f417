using Microsoft.AspNetCore.Connections.Features;

namespace SocketIO.Engine;

/// <summary>
/// Resets the TCP connections of WebSockets that are over, some time after, in case the client does not read what was still sent to it.
/// </summary>
/// <remarks>
/// There is no telling from a pipe whether all of it was sent, so every connection comes here. Nearly all of them end at
/// once: they are only referred to weakly, because each is some ten KiB that a server with short-lived clients would
/// otherwise keep for seconds, in the generations that are expensive to collect. One that does not end is held by its transport.
/// Thread-safe.
/// </remarks>
internal sealed class LingeringConnections(TimeProvider time, TimeSpan timeout)
{
    private readonly Lock _gate = new();

    // All wait equally long, so they are due in the order in which they came.
    private readonly Queue<(long Since, WeakReference<IConnectionLifetimeFeature> Connection)> _waiting = new();
    private ITimer? _timer;

    public void Add(IConnectionLifetimeFeature connection)
    {
        lock (_gate)
        {
            _waiting.Enqueue((time.GetTimestamp(), new WeakReference<IConnectionLifetimeFeature>(connection)));

            if (_waiting.Count == 1)
            {
                _timer ??= time.CreateTimer(
                    static connections => ((LingeringConnections)connections!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(timeout, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void OnDue()
    {
        while (TryTakeDue(out var connection))
        {
            connection?.Abort();
        }
    }

    private bool TryTakeDue(out IConnectionLifetimeFeature? connection)
    {
        connection = null;

        lock (_gate)
        {
            if (!_waiting.TryPeek(out var first))
            {
                return false;
            }

            var left = timeout - time.GetElapsedTime(first.Since);

            if (left > TimeSpan.Zero)
            {
                // Together with those that end within the same tenth of a second.
                _timer!.Change(left + Grain, Timeout.InfiniteTimeSpan);
                return false;
            }

            _waiting.Dequeue();
            first.Connection.TryGetTarget(out connection);
            return true;
        }
    }

    private static TimeSpan Grain => TimeSpan.FromMilliseconds(100);
}
