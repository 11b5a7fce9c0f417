using SocketIO.Adapters.Specification;
using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>The streams adapter promises what every adapter does, and recovery.</summary>
[Trait("Spec", "ADP-054")]
[Trait("Spec", "ADP-055")]
public sealed class StreamsSpecificationTests(StreamsRedis redis) : RecoverySpecification, IClassFixture<StreamsRedis>
{
    private readonly StreamsNodes _nodes = redis.CreateNodes();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _nodes.DisposeAsync();
    }

    protected override Adapter Create(ILocalSockets sockets) => _nodes.Create(sockets);
}
