using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Adapters.Specification;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>Makes the adapters of several servers, each with a connection of its own.</summary>
internal sealed class RedisNodes(string configuration, Action<RedisAdapterOptions> configure) : IAsyncDisposable
{
    private readonly Dictionary<string, RedisAdapterFactory> _factories = [];

    /// <summary>Gets what all of them have logged.</summary>
    public RecordingLoggerProvider Log { get; } = new();

    public RedisAdapterFactory this[string nodeId]
    {
        get
        {
            if (!_factories.TryGetValue(nodeId, out var factory))
            {
                var options = new RedisAdapterOptions { RequestTimeout = TimeSpan.FromSeconds(2) };
                configure(options);
                var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log)).BuildServiceProvider();
                factory = new RedisAdapterFactory(RedisSource.From(configuration), options, services);
                _factories[nodeId] = factory;
            }

            return factory;
        }
    }

    public RedisAdapter Create(ILocalSockets sockets) => (RedisAdapter)this[sockets.NodeId].Create(sockets);

    public async ValueTask DisposeAsync()
    {
        foreach (var factory in _factories.Values)
        {
            await factory.DisposeAsync();
        }
    }
}
