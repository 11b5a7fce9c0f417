using SocketIO.Adapters.Specification;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>The same when answers go to the server that has asked alone.</summary>
public sealed class RedisAdapterWithOwnResponseChannelsTests : AdapterSpecification, IClassFixture<RedisFixture>
{
    private readonly RedisNodes _nodes;

    public RedisAdapterWithOwnResponseChannelsTests(RedisFixture redis)
    {
        var key = Guid.NewGuid().ToString("N");
        _nodes = new RedisNodes(redis.Server.Configuration, options => (options.Key, options.PublishOnSpecificResponseChannel) = (key, true));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _nodes.DisposeAsync();
    }

    protected override Adapter Create(ILocalSockets sockets) => _nodes.Create(sockets);
}
