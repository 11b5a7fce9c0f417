using SocketIO.Adapters.Specification;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>The adapter keeps the promises of all adapters, over a real Redis.</summary>
public sealed class RedisAdapterTests : AdapterSpecification, IClassFixture<RedisFixture>
{
    private readonly RedisNodes _nodes;

    public RedisAdapterTests(RedisFixture redis)
    {
        var key = Guid.NewGuid().ToString("N");
        _nodes = new RedisNodes(redis.Server.Configuration, options => options.Key = key);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _nodes.DisposeAsync();
    }

    protected override Adapter Create(ILocalSockets sockets) => _nodes.Create(sockets);
}
