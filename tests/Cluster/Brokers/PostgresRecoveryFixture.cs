namespace SocketIO.Tests.Cluster;

/// <summary>The same, where clients can come back on any server of ours.</summary>
public sealed class PostgresRecoveryFixture : PostgresFixture
{
    public override bool HasRecovery => true;

    // It has none, and adds an empty offset to every event when it is switched on all the same.
    public override bool JavaScriptHasRecovery => false;
}
