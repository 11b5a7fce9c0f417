namespace SocketIO.Tests.Cluster;

/// <summary>Servers of both kinds over a stream of Redis, with connection state recovery.</summary>
public sealed class StreamsRecoveryMatrixTests(StreamsRecoveryFixture cluster) : RecoveryMatrix(cluster), IClassFixture<StreamsRecoveryFixture>;
