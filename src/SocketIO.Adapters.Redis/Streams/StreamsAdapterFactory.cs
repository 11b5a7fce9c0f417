using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// What the namespaces of one server share: the connections, the messages on their way into the streams, the readers.
/// </summary>
internal sealed class StreamsAdapterFactory : IAdapterFactory, IAsyncDisposable, IDisposable
{
    private readonly ConcurrentDictionary<string, StreamsAdapter> _adapters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StreamTail> _tails = new(StringComparer.Ordinal);
    private readonly RedisSource _readers;
    private readonly RedisStreamsAdapterOptions _options;
    private readonly TimeProvider _time;
    private readonly ClusterMetrics _metrics;
    private readonly ILoggerFactory _loggers;
    private int _isDisposed;

    public StreamsAdapterFactory(RedisSource source, RedisSource readers, RedisStreamsAdapterOptions options, IServiceProvider? services)
    {
        _readers = readers;
        _options = options;
        _time = services?.GetService<TimeProvider>() ?? TimeProvider.System;
        _loggers = services?.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        _metrics = new ClusterMetrics(services?.GetService<System.Diagnostics.Metrics.IMeterFactory>());
        Connection = new RedisConnection(source, _time, _metrics, _loggers.CreateLogger<RedisConnection>());
        Outbox = new StreamOutbox(Connection, options, _time, _loggers.CreateLogger<StreamOutbox>());
    }

    /// <summary>Gets the connection for everything but reading.</summary>
    public RedisConnection Connection { get; }

    public StreamOutbox Outbox { get; }

    public Adapter Create(ILocalSockets sockets)
    {
        Outbox.Uid = sockets.NodeId;
        var adapter = new StreamsAdapter(sockets, this, _options, _metrics, _loggers.CreateLogger<StreamsAdapter>());
        _adapters[sockets.Name] = adapter;
        return adapter;
    }

    /// <summary>Begins to read the streams in which the messages of a namespace are.</summary>
    public Task BeginAsync(string ns, CancellationToken cancellationToken)
    {
        Connection.Open();
        var reading = TailOf(ns).BeginAsync(cancellationToken);
        return StreamNames.OfJavaScript(ns, _options) is { } other ? Task.WhenAll(reading, Tail(other).BeginAsync(cancellationToken)) : reading;
    }

    /// <summary>Gets who reads the stream of a namespace.</summary>
    public StreamTail TailOf(string ns) => Tail(StreamNames.Of(ns, _options));

    public void Forget(StreamsAdapter adapter, string ns) => _adapters.TryRemove(new(ns, adapter));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        foreach (var tail in _tails.Values)
        {
            await tail.DisposeAsync().ConfigureAwait(false);
        }

        await Outbox.DisposeAsync().ConfigureAwait(false);
        await Connection.DisposeAsync().ConfigureAwait(false);
        _metrics.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    // One that loses the race was never begun, and holds nothing.
    private StreamTail Tail(string name) => _tails.GetOrAdd(name, created => new StreamTail(_readers, created, _options, _time, _loggers.CreateLogger<StreamTail>())
    {
        Deliver = Deliver,
        Restart = Restart,
    });

    // Entries of namespaces that are not here, or not any more, and what somebody else has appended.
    private void Deliver(StreamTail tail, StreamEntry entry)
    {
        if (_adapters.TryGetValue(entry.Namespace, out var adapter))
        {
            adapter.OnEntry(tail.Name, entry);
        }
    }

    private void Restart(StreamTail tail)
    {
        foreach (var (ns, adapter) in _adapters)
        {
            if (StreamNames.Of(ns, _options) == tail.Name)
            {
                adapter.OnRestart();
            }
        }
    }
}
