using SocketIO.Adapters.Specification;
using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>The adapter lets clients come back on another server.</summary>
public sealed class PostgresRecoverySpecification(PostgresServer server) : RecoverySpecification
{
    private PostgresCluster _cluster = null!;

    public override async ValueTask InitializeAsync()
    {
        _cluster = new PostgresCluster(await server.CreateDatabaseAsync());
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _cluster.DisposeAsync();
        Assert.Empty(_cluster.Errors);
    }

    protected override Adapter Create(ILocalSockets sockets) => _cluster.Create(sockets);
}
