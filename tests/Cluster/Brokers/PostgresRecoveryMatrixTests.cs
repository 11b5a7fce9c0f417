namespace SocketIO.Tests.Cluster;

/// <summary>Servers of both kinds over PostgreSQL, with connection state recovery for those of ours: the JavaScript adapter has none.</summary>
public sealed class PostgresRecoveryMatrixTests(PostgresRecoveryFixture cluster) : RecoveryMatrix(cluster), IClassFixture<PostgresRecoveryFixture>
{
    private protected override string[] Senders => ["net1", "net2"];
}
