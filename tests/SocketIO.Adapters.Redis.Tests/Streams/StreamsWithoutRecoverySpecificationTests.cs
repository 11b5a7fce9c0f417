using SocketIO.Adapters.Specification;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>The same without recovery, over several streams, in plain text where that makes no difference.</summary>
[Trait("Spec", "ADP-053")]
public sealed class StreamsWithoutRecoverySpecificationTests(StreamsRedis redis) : AdapterSpecification, IClassFixture<StreamsRedis>
{
    private readonly StreamsNodes _nodes = redis.CreateNodes(options => options.StreamCount = 3);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _nodes.DisposeAsync();
    }

    protected override Adapter Create(ILocalSockets sockets) => _nodes.Create(sockets);
}
