using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// What somebody wants to hear, on whatever connection there is.
/// </summary>
internal sealed class RedisSubscription(RedisChannel channel, Action<RedisChannel, RedisValue> handler)
{
    private IConnectionMultiplexer? _multiplexer;
    private Action<RedisChannel, RedisValue>? _attached;
    private volatile bool _hasFailed;

    public RedisChannel Channel => channel;

    /// <summary>Gets a value indicating whether messages arrive, as far as the library knows.</summary>
    public bool IsConnected(ISubscriber subscriber) => !_hasFailed && subscriber.IsConnected(channel);

    /// <summary>Begins to listen on a connection. What an earlier one still has to say is not heard any more.</summary>
    public async Task AttachAsync(IConnectionMultiplexer multiplexer)
    {
        if (Interlocked.Exchange(ref _multiplexer, multiplexer) == multiplexer)
        {
            return;
        }

        _attached = (from, message) =>
        {
            if (Volatile.Read(ref _multiplexer) == multiplexer)
            {
                handler(from, message);
            }
        };

        try
        {
            _hasFailed = false;
            await multiplexer.GetSubscriber().SubscribeAsync(channel, _attached).ConfigureAwait(false);
        }
        catch (Exception)
        {
            _hasFailed = true;
            throw;
        }
    }

    /// <summary>Stops to listen.</summary>
    public Task DetachAsync()
    {
        var multiplexer = Interlocked.Exchange(ref _multiplexer, null);
        return multiplexer?.GetSubscriber().UnsubscribeAsync(channel, _attached) ?? Task.CompletedTask;
    }
}
