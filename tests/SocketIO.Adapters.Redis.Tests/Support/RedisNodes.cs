using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Adapters.Specification;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>Makes the adapters of several servers, each with a connection of its own.</summary>
internal sealed class RedisNodes(string configuration, Action<RedisAdapterOptions> configure) : IAsyncDisposable
{
    private readonly Dictionary<string, RedisAdapterFactory> _factories = [];
    private ServiceProvider? _services;

    /// <summary>Gets the services of all of them.</summary>
    public IServiceProvider Services => _services ??= new ServiceCollection()
        .AddMetrics()
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
        .BuildServiceProvider();

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
                factory = new RedisAdapterFactory(RedisSource.From(configuration), options, Services);
                _factories[nodeId] = factory;
            }

            return factory;
        }
    }

    /// <summary>Starts a namespace of a server.</summary>
    public async Task<TestNode> StartAsync(string nodeId, string ns = "/")
    {
        var node = new TestNode(nodeId, ns);
        node.Adapter = Create(node);
        await SocketIO.Tests.Wait.For($"the adapter of {nodeId}", node.Adapter.InitializeAsync(CancellationToken.None));
        return node;
    }

    public RedisAdapter Create(ILocalSockets sockets) => (RedisAdapter)this[sockets.NodeId].Create(sockets);

    public async ValueTask DisposeAsync()
    {
        foreach (var factory in _factories.Values)
        {
            await factory.DisposeAsync();
        }

        await (_services?.DisposeAsync() ?? default);
    }
}
