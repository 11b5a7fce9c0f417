using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Makes the adapters of one server, which share a connection.
/// </summary>
internal sealed class RedisAdapterFactory : IAdapterFactory, IAsyncDisposable, IDisposable
{
    private readonly RedisAdapterOptions _options;
    private readonly ClusterMetrics _metrics;
    private readonly ILogger<RedisAdapter> _logger;

    public RedisAdapterFactory(RedisSource source, RedisAdapterOptions options, IServiceProvider services)
    {
        var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        _options = options;
        _metrics = new ClusterMetrics(services.GetService<IMeterFactory>());
        _logger = loggers.CreateLogger<RedisAdapter>();
        Connection = new RedisConnection(source, services.GetService<TimeProvider>() ?? TimeProvider.System, _metrics, loggers.CreateLogger<RedisConnection>());
    }

    public RedisConnection Connection { get; }

    public Adapter Create(ILocalSockets sockets) => new RedisAdapter(sockets, _options, Connection, _metrics, _logger);

    public void Dispose()
    {
        Connection.Dispose();
        _metrics.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync().ConfigureAwait(false);
        _metrics.Dispose();
    }
}
