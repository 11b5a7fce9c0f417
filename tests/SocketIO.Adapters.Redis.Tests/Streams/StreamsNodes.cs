using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>Makes the adapters of several servers, each with connections of its own.</summary>
internal sealed class StreamsNodes(string configuration, Action<RedisStreamsAdapterOptions>? configure = null) : IAsyncDisposable
{
    private readonly Dictionary<string, StreamsAdapterFactory> _factories = [];
    private readonly Dictionary<string, IServiceProvider> _services = [];

    /// <summary>Gets what all of them have logged.</summary>
    public EventLog Log { get; } = new();

    public StreamsAdapterFactory this[string nodeId]
    {
        get
        {
            if (!_factories.TryGetValue(nodeId, out var factory))
            {
                var options = new RedisStreamsAdapterOptions { RequestTimeout = TimeSpan.FromSeconds(2) };
                configure?.Invoke(options);
                var services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log)).BuildServiceProvider();
                var source = RedisSource.From(configuration);
                factory = new StreamsAdapterFactory(source, source, options, services);
                _factories[nodeId] = factory;
                _services[nodeId] = services;
            }

            return factory;
        }
    }

    /// <summary>Gets what the meters of one server belong to.</summary>
    public object Meters(string nodeId) => _services[nodeId].GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();

    public Adapter Create(ILocalSockets sockets) => this[sockets.NodeId].Create(sockets);

    /// <summary>Ends one server, as a process that ends in order.</summary>
    public async Task StopAsync(string nodeId)
    {
        if (_factories.Remove(nodeId, out var factory))
        {
            await Wait.For($"{nodeId} to end", factory.DisposeAsync().AsTask());
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var nodeId in _factories.Keys.ToArray())
        {
            await StopAsync(nodeId);
        }
    }
}
