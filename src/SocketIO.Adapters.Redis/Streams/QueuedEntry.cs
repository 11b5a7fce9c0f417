using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// A command that is to reach Redis, and its place in the order of those. Everything that changes belongs to the <see cref="StreamOutbox"/>.
/// </summary>
internal sealed class QueuedEntry(string command, object[] arguments, long size)
{
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Size => size;

    public Task Stored => _stored.Task;

    /// <summary>Gets the stream that it is appended to; <see langword="null"/> for what can be done twice without harm.</summary>
    public string? Stream { get; init; }

    /// <summary>Gets its number among those of this server, by which it is recognized in the stream.</summary>
    public long Number { get; init; }

    /// <summary>Gets or sets how often it was sent. The answer to an attempt that was given up is of no account.</summary>
    public int Attempt { get; set; }

    public QueuedEntryState State { get; set; }

    public Task<RedisResult> SendAsync(IConnectionMultiplexer? multiplexer)
    {
        try
        {
            // The library takes its time to say that there is no connection.
            return multiplexer is { IsConnected: true }
                ? multiplexer.GetDatabase().ExecuteAsync(command, arguments)
                : Task.FromException<RedisResult>(new RedisUnavailableException());
        }
        catch (Exception exception)
        {
            return Task.FromException<RedisResult>(exception);
        }
    }

    public void SetStored() => _stored.TrySetResult();

    public void SetLost() => _stored.TrySetException(new RedisUnavailableException());
}
