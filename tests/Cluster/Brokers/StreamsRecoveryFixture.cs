namespace SocketIO.Tests.Cluster;

/// <summary>The same, where clients can come back on any server.</summary>
public sealed class StreamsRecoveryFixture : StreamsFixture
{
    public override bool HasRecovery => true;
}
