using SocketIO.Adapters.Specification;

namespace SocketIO.Adapters.Tests;

/// <summary>A cluster in one process keeps the promises of all adapters.</summary>
public sealed class InMemoryClusterTests : AdapterSpecification
{
    private readonly InMemoryCluster _cluster = new(new ClusterAdapterOptions { RequestTimeout = TimeSpan.FromSeconds(2) });

    protected override Adapter Create(ILocalSockets sockets) => _cluster.Create(sockets);
}
