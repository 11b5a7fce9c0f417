using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>Servers over one database: each has its own connections, as in real life.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, PostgresAdapterFactory> _factories = new();
    private readonly ConcurrentDictionary<string, long> _counted = new();
    private readonly MeterListener _listener = new();
    private readonly string _connectionString;
    private readonly Action<PostgresAdapterOptions>? _configure;

    public PostgresCluster(string connectionString, Action<PostgresAdapterOptions>? configure = null)
    {
        _connectionString = connectionString;
        _configure = configure;

        // The meters of other tests have the same name.
        var factory = new OwnMeters();
        Metrics = new ClusterMetrics(factory);
        _listener.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (instrument.Meter.Scope == factory)
            {
                _counted.AddOrUpdate(instrument.Name["socketio.adapter.".Length..], value, (_, sum) => sum + value);
            }
        });

        _listener.Start();
    }

    public string ConnectionString => _connectionString;

    public string Database => new NpgsqlConnectionStringBuilder(_connectionString).Database!;

    public ConcurrentQueue<Exception> Errors { get; } = new();

    public LogRecorder Log { get; } = new();

    public ClusterMetrics Metrics { get; }

    public Adapter Create(ILocalSockets sockets) => _factories.GetOrAdd(sockets.NodeId, _ => CreateFactory()).Create(sockets);

    /// <summary>Gets what was counted, by the name of the instrument without its first part.</summary>
    public long Counted(string instrument) => _counted.GetValueOrDefault(instrument);

    public async ValueTask DisposeAsync()
    {
        foreach (var factory in _factories.Values)
        {
            await factory.DisposeAsync();
        }

        _listener.Dispose();
    }

    private PostgresAdapterFactory CreateFactory()
    {
        var options = new PostgresAdapterOptions { RequestTimeout = TimeSpan.FromSeconds(3), OnError = Errors.Enqueue };
        _configure?.Invoke(options);
        options.Validate();
        return new PostgresAdapterFactory(new PostgresDatabase(NpgsqlDataSource.Create(_connectionString), ownsSource: true), options, Metrics, Log);
    }

    private sealed class OwnMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options.Name, options.Version, options.Tags, scope: this);

        public void Dispose()
        {
        }
    }
}
