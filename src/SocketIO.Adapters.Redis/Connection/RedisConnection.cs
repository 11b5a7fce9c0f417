using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// The connection of one server with Redis, which all its namespaces share. It is opened in the background, watched, and opened again when it is lost.
/// </summary>
/// <remarks>
/// <para>
/// The library notices a connection that was closed, but not one that has fallen silent. So both of its connections are asked regularly, and one that does not answer counts
/// as lost: what is published from then on fails at once, instead of piling up. A connection of our own is replaced, one of the application is waited for.
/// </para>
/// <para>Thread-safe. <c>_gate</c> guards the fields below it; nothing is called under it.</para>
/// </remarks>
internal sealed partial class RedisConnection : IAsyncDisposable, IDisposable
{
    // A silent connection is noticed after the sum at the latest, which is half of what is promised.
    private static readonly TimeSpan s_checkInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private readonly RedisSource _source;
    private readonly TimeProvider _time;
    private readonly ClusterMetrics _metrics;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _mustCheck = new(0);

    private readonly Lock _gate = new();
    private readonly List<RedisSubscription> _subscriptions = [];
    private TaskCompletionSource<IConnectionMultiplexer> _available = NewSource();
    private IConnectionMultiplexer? _current;
    private EarlyMessages? _early = new();
    private Task? _running;
    private bool _isDisposed;

    public RedisConnection(RedisSource source, TimeProvider time, ClusterMetrics metrics, ILogger<RedisConnection> logger)
    {
        _source = source;
        _time = time;
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>Raised when the connection was lost. Must not block.</summary>
    public event Action? Lost;

    /// <summary>Raised when there is a connection, the first one too, and the subscriptions are in place. Must not block.</summary>
    public event Action? Restored;

    /// <summary>Gets the connection, or <see langword="null"/> while there is none.</summary>
    public IConnectionMultiplexer? Current => Volatile.Read(ref _current);

    /// <summary>Begins to connect, unless that has been done.</summary>
    public void Open()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _running ??= Task.Run(RunAsync);
            }
        }
    }

    /// <summary>Waits for the connection.</summary>
    public async Task<IConnectionMultiplexer> GetAsync(CancellationToken cancellationToken)
    {
        Open();
        Task<IConnectionMultiplexer> available;

        lock (_gate)
        {
            available = _available.Task;
        }

        return await available.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Publishes, in the order of the calls. Fails at once if there is no connection; what is published while a server connects for the first time waits for that, a few seconds.</summary>
    public ValueTask PublishAsync(RedisChannel channel, RedisValue message)
    {
        var multiplexer = Current;

        if (multiplexer is null)
        {
            Open();

            lock (_gate)
            {
                multiplexer = _current;

                if (multiplexer is null)
                {
                    return _early?.TryAdd(channel, message) is { } added ? new(added) : ValueTask.FromException(new RedisUnavailableException());
                }
            }
        }

        if (!multiplexer.IsConnected)
        {
            return ValueTask.FromException(new RedisUnavailableException());
        }

        // Nobody needs to know how many have listened. What is on its way when the connection breaks is lost either way, and the loss is logged.
        _ = multiplexer.GetSubscriber().PublishAsync(channel, message, CommandFlags.FireAndForget);
        return default;
    }

    /// <summary>Listens to a channel, on every connection from now on, until <see cref="UnsubscribeAsync"/>.</summary>
    /// <param name="channel">The channel or the pattern.</param>
    /// <param name="handler">Called for one message after another. Must neither block nor throw.</param>
    /// <param name="cancellationToken">Stops the wait for the connection, but not the subscription.</param>
    /// <returns>A task that completes when messages arrive.</returns>
    public async Task<RedisSubscription> SubscribeAsync(RedisChannel channel, Action<RedisChannel, RedisValue> handler, CancellationToken cancellationToken)
    {
        var subscription = Add(channel, handler);
        var multiplexer = await GetAsync(cancellationToken).ConfigureAwait(false);
        await subscription.AttachAsync(multiplexer).WaitAsync(cancellationToken).ConfigureAwait(false);
        return subscription;
    }

    /// <summary>Remembers to listen to a channel as soon as there is a connection.</summary>
    public RedisSubscription Add(RedisChannel channel, Action<RedisChannel, RedisValue> handler)
    {
        var subscription = new RedisSubscription(channel, handler);

        lock (_gate)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    /// <summary>Listens no more. Never throws.</summary>
    public async Task UnsubscribeAsync(RedisSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }

        try
        {
            await subscription.DetachAsync().WaitAsync(s_patience, _time).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Without a connection there is nothing to be ended.
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        Task? running;

        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            running = _running;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await (running ?? Task.CompletedTask).ConfigureAwait(false);
        Take(out var last);

        if (last is not null && _source.IsOwned)
        {
            // What was published last, the farewell, is to be on its way.
            await CloseAsync(last, completes: true).ConfigureAwait(false);
        }

        _stopping.Dispose();
        _mustCheck.Dispose();
    }

    private static TaskCompletionSource<IConnectionMultiplexer> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(out IConnectionMultiplexer? last)
    {
        lock (_gate)
        {
            last = _current;
            _current = null;
            _early?.Fail();
            _early = null;
            var waiting = _available;
            _available = NewSource();
            _available.SetException(new RedisUnavailableException());
            waiting.TrySetException(new RedisUnavailableException());
            _ = _available.Task.Exception;
            _ = waiting.Task.Exception;
        }
    }
}
