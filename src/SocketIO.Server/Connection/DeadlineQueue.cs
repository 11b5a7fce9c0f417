namespace SocketIO.Server;

/// <summary>
/// Many deadlines that all are the same time away when they are set: one timer serves them, and setting or clearing one costs the same
/// however many there are.
/// </summary>
/// <remarks>Thread-safe. The callback runs outside the lock, on the timer's thread.</remarks>
internal sealed class DeadlineQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(long Due, object Target)> _entries = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _after;
    private readonly Action<object> _expired;
    private ITimer? _timer;

    public DeadlineQueue(TimeProvider time, TimeSpan after, Action<object> expired)
    {
        _time = time;
        _after = after;
        _expired = expired;
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    public LinkedListNode<(long Due, object Target)> Add(object target)
    {
        var due = _time.GetTimestamp() + (long)(_after.TotalSeconds * _time.TimestampFrequency);

        lock (_gate)
        {
            var node = _entries.AddLast((due, target));

            if (_entries.Count == 1)
            {
                ArmLocked(due);
            }

            return node;
        }
    }

    public void Remove(LinkedListNode<(long Due, object Target)> node)
    {
        lock (_gate)
        {
            if (ReferenceEquals(node.List, _entries))
            {
                _entries.Remove(node);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _entries.Clear();
            _timer?.Dispose();
        }
    }

    private void ArmLocked(long due)
    {
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);
        _timer ??= _time.CreateTimer(static queue => ((DeadlineQueue)queue!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // A timer may not be asked for less than nothing; rounded up, so that it does not fire early and find nothing due.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private void OnDue()
    {
        while (TakeDue() is { } target)
        {
            _expired(target);
        }
    }

    // The oldest is first, so what stands behind one that is not due is not due either.
    private object? TakeDue()
    {
        lock (_gate)
        {
            if (_entries.First is not { } first)
            {
                return null;
            }

            if (first.Value.Due > _time.GetTimestamp())
            {
                ArmLocked(first.Value.Due);
                return null;
            }

            _entries.RemoveFirst();
            return first.Value.Target;
        }
    }
}
