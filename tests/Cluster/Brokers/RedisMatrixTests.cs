namespace SocketIO.Tests.Cluster;

/// <summary>Servers of both kinds over the pub/sub of Redis.</summary>
public sealed class RedisMatrixTests(RedisFixture cluster) : ClusterMatrix(cluster), IClassFixture<RedisFixture>;
