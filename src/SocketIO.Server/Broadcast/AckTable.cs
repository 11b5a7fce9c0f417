namespace SocketIO.Server;

/// <summary>
/// The acknowledgements that one socket owes. Thread-safe; whoever takes an entry out is the one to complete it.
/// </summary>
internal sealed class AckTable(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, IAckWaiter> _waiters = [];
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiters.Count;
            }
        }
    }

    /// <returns><see langword="false"/> when the socket has gone.</returns>
    /// <exception cref="InvalidOperationException">Too many acknowledgements are awaited.</exception>
    public bool TryAdd(long id, IAckWaiter waiter)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            if (_waiters.Count >= capacity)
            {
                throw new InvalidOperationException($"{capacity} acknowledgements of this socket are awaited already. Use shorter timeouts, or raise SocketIOOptions.PendingAcksPerSocket.");
            }

            _waiters.Add(id, waiter);
            return true;
        }
    }

    public IAckWaiter? Take(long id)
    {
        lock (_gate)
        {
            return _waiters.Remove(id, out var waiter) ? waiter : null;
        }
    }

    /// <summary>Empties the table for good.</summary>
    public IAckWaiter[] Close()
    {
        lock (_gate)
        {
            _closed = true;
            IAckWaiter[] waiters = [.. _waiters.Values];
            _waiters.Clear();
            return waiters;
        }
    }
}
