using Microsoft.Extensions.DependencyInjection;
using SocketIO.Adapters;
using SocketIO.Adapters.Redis;
using StackExchange.Redis;

namespace SocketIO.Tests.Cluster;

/// <summary>A cluster over a stream of Redis.</summary>
public class StreamsFixture : ClusterFixture
{
    private RedisServer _redis = null!;

    public override string Url => _redis.Url;

    // @socket.io/redis-streams-emitter is not on npm.
    public override (string Make, string End)? JavaScriptEmitter => null;

    protected override string JavaScriptAdapter => "streams";

    public override async ValueTask<(SocketIOEmitter Emitter, IAsyncDisposable Connection)> CreateEmitterAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(_redis.Configuration);
        return (RedisStreamsEmitter.Create(connection, options => options.StreamName = Prefix), new Ending(connection));
    }

    protected override async Task StartBrokerAsync() => _redis = await RedisServer.StartNewAsync();

    protected override async Task StopBrokerAsync() => await _redis.DisposeAsync();

    protected override void AddAdapter(ISocketIOBuilder builder)
        => builder.AddRedisStreamsAdapter(_redis.Configuration, options =>
        {
            options.StreamName = Prefix;
            options.ChannelPrefix = Prefix;
            options.SessionKeyPrefix = $"{Prefix}:session:";
            options.RequestTimeout = TimeSpan.FromSeconds(1.5);
        });
}
