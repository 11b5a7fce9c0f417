using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Makes the adapters of one server, which share their connections.
/// </summary>
internal sealed class PostgresAdapterFactory : IAdapterFactory, IAsyncDisposable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly PostgresDatabase _database;
    private readonly PostgresAdapterOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly ClusterMetrics _metrics;
    private PostgresBroker? _broker;
    private bool _isDisposed;

    public PostgresAdapterFactory(PostgresDatabase database, PostgresAdapterOptions options, ClusterMetrics metrics, ILoggerFactory loggers)
    {
        _database = database;
        _options = options;
        _metrics = metrics;
        _loggers = loggers;
    }

    public Adapter Create(ILocalSockets sockets)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        PostgresBroker? started = null;

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _broker ??= started = new PostgresBroker(_database, _options, _metrics, sockets.Time, _loggers.CreateLogger<PostgresListener>());
        }

        started?.Start();
        return new PostgresAdapter(sockets, _options, _broker, _metrics, _loggers.CreateLogger<PostgresAdapter>());
    }

    public async ValueTask DisposeAsync()
    {
        PostgresBroker? broker;

        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            broker = _broker;
        }

        await (broker?.DisposeAsync() ?? _database.DisposeAsync()).ConfigureAwait(false);
        _metrics.Dispose();
    }

    // A container that is not disposed of asynchronously has no other way.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
