using SocketIO.Adapters.Specification;

namespace SocketIO.Adapters.Tests;

/// <summary>A cluster in one process lets clients come back on another of its servers.</summary>
public sealed class InMemoryRecoveryTests : RecoverySpecification
{
    private readonly InMemoryCluster _cluster = new(new ClusterAdapterOptions { RequestTimeout = TimeSpan.FromSeconds(2) });

    protected override Adapter Create(ILocalSockets sockets) => _cluster.Create(sockets);
}
