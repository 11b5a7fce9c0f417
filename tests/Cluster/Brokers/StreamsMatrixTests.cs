namespace SocketIO.Tests.Cluster;

/// <summary>Servers of both kinds over a stream of Redis.</summary>
public sealed class StreamsMatrixTests(StreamsFixture cluster) : ClusterMatrix(cluster), IClassFixture<StreamsFixture>;
