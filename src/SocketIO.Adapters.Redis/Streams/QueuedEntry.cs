using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// A message on its way into a stream. Everything that changes belongs to the <see cref="StreamOutbox"/>.
/// </summary>
internal sealed class QueuedEntry(object[] command, long size)
{
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Size => size;

    public Task Stored => _stored.Task;

    /// <summary>Gets or sets how often it was sent. The answer to an attempt that was given up is of no account.</summary>
    public int Attempt { get; set; }

    public QueuedEntryState State { get; set; }

    public Task SendAsync(IConnectionMultiplexer? multiplexer)
    {
        try
        {
            return multiplexer?.GetDatabase().ExecuteAsync("XADD", command) ?? Task.FromException(new RedisUnavailableException());
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    public void SetStored() => _stored.TrySetResult();

    public void SetLost() => _stored.TrySetException(new RedisUnavailableException());
}
