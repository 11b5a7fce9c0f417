using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// What the namespaces of one server share: the connections, and those who work with them.
/// </summary>
internal sealed class PostgresBroker : IAsyncDisposable
{
    private readonly PostgresCleaner _cleaner;
    private readonly TableCreation _creation;
    private readonly Action<Exception>? _onError;

    public PostgresBroker(PostgresDatabase database, PostgresAdapterOptions options, ClusterMetrics metrics, TimeProvider time, ILogger<PostgresListener> logger)
    {
        _onError = options.OnError;
        Database = database;
        Tables = new PostgresTables(options);
        _creation = new TableCreation(Tables, options.CreateTables, Report);
        Reader = new PostgresReader(database, Tables, _creation);
        Publisher = new PostgresPublisher(database, Tables, _creation, options.MaxQueuedBytes, time, Report);
        Listener = new PostgresListener(database, _creation, Reader, Publisher, options.ChannelPrefix, metrics, time, logger, Report);
        _cleaner = new PostgresCleaner(database, Tables, options.CleanupInterval, time, Report);
    }

    public PostgresDatabase Database { get; }

    public PostgresTables Tables { get; }

    public PostgresReader Reader { get; }

    public PostgresPublisher Publisher { get; }

    public PostgresListener Listener { get; }

    /// <summary>Gets a value indicating whether the server ends.</summary>
    public bool IsClosing { get; private set; }

    public void Start()
    {
        Publisher.Start();
        Listener.Start();
        _cleaner.Start();
    }

    /// <summary>Looks after what is kept of a namespace.</summary>
    public void Keep(PostgresStore store)
    {
        _creation.KeepPackets();
        _cleaner.Add(store);
    }

    public void Forget(PostgresStore store) => _cleaner.Remove(store);

    public async ValueTask DisposeAsync()
    {
        IsClosing = true;
        await Listener.DisposeAsync().ConfigureAwait(false);
        await _cleaner.DisposeAsync().ConfigureAwait(false);
        await Publisher.DisposeAsync().ConfigureAwait(false);
        await Database.DisposeAsync().ConfigureAwait(false);
    }

    private void Report(Exception exception)
    {
        try
        {
            _onError?.Invoke(exception);
        }
        catch (Exception)
        {
            // The application's own error handler must not stop the cluster.
        }
    }
}
