namespace SocketIO.Tests.Cluster;

/// <summary>Servers of both kinds over PostgreSQL.</summary>
public sealed class PostgresMatrixTests(PostgresFixture cluster) : ClusterMatrix(cluster), IClassFixture<PostgresFixture>;
