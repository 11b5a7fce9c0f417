using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>Servers over one database: each has its own connections, as in real life.</summary>
internal sealed class PostgresCluster(string connectionString, Action<PostgresAdapterOptions>? configure = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, PostgresAdapterFactory> _factories = new();

    public ConcurrentQueue<Exception> Errors { get; } = new();

    public LogRecorder Log { get; } = new();

    public ClusterMetrics Metrics { get; } = new();

    public Adapter Create(ILocalSockets sockets) => _factories.GetOrAdd(sockets.NodeId, _ => CreateFactory()).Create(sockets);

    public async ValueTask DisposeAsync()
    {
        foreach (var factory in _factories.Values)
        {
            await factory.DisposeAsync();
        }
    }

    private PostgresAdapterFactory CreateFactory()
    {
        var options = new PostgresAdapterOptions { RequestTimeout = TimeSpan.FromSeconds(3), OnError = Errors.Enqueue };
        configure?.Invoke(options);
        options.Validate();
        return new PostgresAdapterFactory(new PostgresDatabase(NpgsqlDataSource.Create(connectionString), ownsSource: true), options, Metrics, Log);
    }
}
