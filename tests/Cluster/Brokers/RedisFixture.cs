using Microsoft.Extensions.DependencyInjection;
using SocketIO.Adapters;
using SocketIO.Adapters.Redis;
using StackExchange.Redis;

namespace SocketIO.Tests.Cluster;

/// <summary>A cluster over the pub/sub of Redis.</summary>
public sealed class RedisFixture : ClusterFixture
{
    private RedisServer _redis = null!;

    public override string Url => _redis.Url;

    // Questions for servers are JSON in this adapter: what is binary becomes an object in JavaScript.
    public override bool ServersSendBinary => false;

    public override (string Make, string End)? JavaScriptEmitter => ($$"""
        import { createClient } from "redis";
        import { Emitter } from "@socket.io/redis-emitter";
        const client = createClient({ url: "{{Url}}" });
        await client.connect();
        const emitter = new Emitter(client, { key: "{{Prefix}}" });
        """, "await client.quit();");

    protected override string JavaScriptAdapter => "redis";

    public override async ValueTask<(SocketIOEmitter Emitter, IAsyncDisposable Connection)> CreateEmitterAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(_redis.Configuration);
        return (RedisEmitter.Create(connection, options => options.Key = Prefix), new Ending(connection));
    }

    protected override async Task StartBrokerAsync() => _redis = await RedisServer.StartNewAsync();

    protected override async Task StopBrokerAsync() => await _redis.DisposeAsync();

    protected override void AddAdapter(ISocketIOBuilder builder)
        => builder.AddRedisAdapter(_redis.Configuration, options => (options.Key, options.RequestTimeout) = (Prefix, TimeSpan.FromSeconds(1.5)));
}
