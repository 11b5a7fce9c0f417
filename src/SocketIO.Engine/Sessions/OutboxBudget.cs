namespace SocketIO.Engine;

/// <summary>
/// What all sessions of a server together have queued for clients that do not read fast enough.
/// </summary>
/// <param name="limit">The bytes that all queues may hold together.</param>
internal sealed class OutboxBudget(long limit)
{
    private long _bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    public bool IsExceeded => Bytes > limit;

    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
