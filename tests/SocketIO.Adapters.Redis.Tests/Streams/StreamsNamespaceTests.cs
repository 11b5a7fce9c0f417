using Microsoft.Extensions.DependencyInjection;
using SocketIO.Server;
using SocketIO.Tests;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>Namespaces that come and go, entries that are none of ours, and how the adapter is added.</summary>
public sealed class StreamsNamespaceTests(StreamsRedis redis) : IClassFixture<StreamsRedis>
{
    [Fact]
    public async Task A_namespace_that_is_made_anew_is_heard()
    {
        await using var nodes = redis.CreateNodes();
        var a = await new StreamsNode("node-a", "/chat").StartAsync(nodes);
        var b = await new StreamsNode("node-b", "/chat").StartAsync(nodes);
        var socket = await b.AddAsync("b");

        for (var i = 0; i < 3; i++)
        {
            await a.BroadcastAsync("n", i, 0);
            await a.BroadcastAsync("n", i, 1);
            await Wait.Until("both have arrived", () => socket.Received.Count == (i + 1) * 2);
            await a.Adapter.CloseAsync();
            a = await new StreamsNode("node-a", "/chat").StartAsync(nodes);
        }

        Assert.Equal(["42[\"n\",0,0]", "42[\"n\",0,1]", "42[\"n\",1,0]", "42[\"n\",1,1]", "42[\"n\",2,0]", "42[\"n\",2,1]"], socket.Events.Select(static e => e.Replace("/chat,", "", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Spec", "ADP-018")]
    public async Task What_is_sent_before_sockets_leave_and_disconnect_reaches_them()
    {
        await using var nodes = redis.CreateNodes();
        var a = await new StreamsNode("node-a").StartAsync(nodes);
        var b = await new StreamsNode("node-b").StartAsync(nodes);
        StreamsSocket[] sockets = [await a.AddAsync("here", "room"), await b.AddAsync("there", "room")];
        var room = Target.Everyone.WithRooms("room");

        _ = a.Adapter.BroadcastAsync(a.Event("one"), room);
        _ = a.Adapter.SocketsLeaveAsync(room, ["room"]);
        _ = a.Adapter.BroadcastAsync(a.Event("two"), room);
        _ = a.Adapter.SocketsJoinAsync(Target.Everyone, ["room"]);
        _ = a.Adapter.BroadcastAsync(a.Event("three"), room);
        _ = a.Adapter.DisconnectSocketsAsync(room, close: false);

        foreach (var socket in sockets)
        {
            await Wait.Until($"{socket.Id} is disconnected", () => socket.Received.Contains("disconnected"), () => string.Join(' ', socket.Received));
            Assert.Equal(["42[\"one\"", "42[\"three\"", "disconnected"], socket.Received.Select(static packet => packet.Split(',')[0]));
        }
    }

    [Fact]
    [Trait("Hostile", "L10")]
    [Trait("Spec", "ADP-052")]
    public async Task Entries_that_are_none_of_ours_are_passed_over()
    {
        var name = redis.NewName();
        await using var nodes = redis.CreateNodes(options => options.StreamName = options.ChannelPrefix = name);
        var node = await new StreamsNode("node-a").StartAsync(nodes);
        var socket = await node.AddAsync("a");

        redis.Server.Execute("XADD", name, "*", "something", "else");
        redis.Server.Execute("XADD", name, "*", "nsp", "/", "type", "3");
        redis.Server.Execute("XADD", name, "*", "uid", "x", "nsp", "/", "type", "three", "data", "{");
        redis.Server.Execute("XADD", name, "*", "uid", "x", "nsp", "/elsewhere", "type", "3", "data", "{\"packet\":{\"data\":[\"e\"]},\"opts\":{}}");
        redis.Server.Execute("XADD", name, "*", "uid", "x", "nsp", "/", "type", "8", "data", "{\"requestId\":\"nobody\",\"sockets\":[]}");
        redis.Server.Execute("PUBLISH", $"{name}#/#", "no MessagePack");
        redis.Server.Execute("PUBLISH", $"{name}#/#node-a#", "");
        redis.Server.Execute("XADD", name, "*", "uid", "x", "nsp", "/", "type", "3", "data", "{\"packet\":{\"data\":[\"e\"]},\"opts\":{\"rooms\":[]}}", "num", "-1", "seq", "none");

        await Wait.Until("the last one arrives", () => socket.Received.Count == 1);
        await Wait.Until("all garbage is noted", () => nodes.Log.Count("Garbage") == 4, () => string.Join(' ', nodes.Log.Events));
        Assert.DoesNotContain("MessageFailed", nodes.Log.Events);
    }

    [Fact]
    [Trait("Spec", "ADP-055")]
    public async Task A_session_that_is_none_is_not_restored()
    {
        var name = redis.NewName();
        await using var nodes = redis.CreateNodes(options => options.SessionKeyPrefix = $"{name}:");
        var node = await new StreamsNode("node-a").StartAsync(nodes);
        var socket = await node.AddAsync("a");
        await node.BroadcastAsync("n");
        await Wait.Until("an offset", () => socket.Offset is not null);

        foreach (var value in new[] { "{\"sid\":\"a\"}", "!", "gA==", "kA==", "hKNzaWShYaNwaWShYqVyb29tc5CkZGF0YYA=" })
        {
            redis.Server.Execute("SET", $"{name}:pid", value);
            Assert.Null((await node.Adapter.RestoreSessionAsync("pid", socket.Offset, default)).Session);
            Assert.Equal(":0", redis.Server.Execute("EXISTS", $"{name}:pid"));
        }
    }

    [Fact]
    [Trait("Spec", "ADP-045")]
    [Trait("Spec", "ADP-050")]
    public void Options_that_make_no_sense_are_refused()
    {
        var builder = new ServiceCollection().AddSocketIO();

        var exception = Assert.Throws<ArgumentException>(() => builder.AddRedisStreamsAdapter("localhost", static options => options.UseShardedPubSub = true));
        Assert.Contains("useShardedPubSub: false", exception.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => builder.AddRedisStreamsAdapter("localhost", static options => options.StreamCount = 0));
        Assert.ThrowsAny<ArgumentException>(() => builder.AddRedisStreamsAdapter("localhost", static options => options.StreamName = ""));
        Assert.ThrowsAny<ArgumentException>(() => builder.AddRedisStreamsAdapter("localhost", static options => options.BlockTime = TimeSpan.Zero));
        var defaults = new RedisStreamsAdapterOptions();
        Assert.Equal(("socket.io", 1, "socket.io", false, 10_000), (defaults.StreamName, defaults.StreamCount, defaults.ChannelPrefix, defaults.UseShardedPubSub, defaults.MaxLength));
        Assert.Equal((100, TimeSpan.FromSeconds(5), "sio:session:", false), (defaults.ReadCount, defaults.BlockTime, defaults.SessionKeyPrefix, defaults.OnlyPlaintext));
    }

    [Fact]
    public async Task A_connection_of_the_application_is_used_and_not_held_up()
    {
        var name = redis.NewName();
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Server.Configuration);
        var services = new ServiceCollection();
        services.AddSingleton<IConnectionMultiplexer>(connection);
        services.AddSocketIO().AddRedisStreamsAdapter(static provider => provider.GetRequiredService<IConnectionMultiplexer>(), options => options.StreamName = options.ChannelPrefix = name);

        await using (var provider = services.BuildServiceProvider())
        {
            await using var nodes = redis.CreateNodes(options => options.StreamName = options.ChannelPrefix = name);
            var other = await new StreamsNode("node-b") { Recovery = null }.StartAsync(nodes);
            var socket = await other.AddAsync("b");
            var io = provider.GetRequiredService<SocketIOServer>();
            await Wait.Until("both are in", () => redis.Server.Execute("PUBSUB", "NUMSUB", $"{name}#/#") == "*2");
            await io.EmitAsync("hi");
            await Wait.Until("the event has arrived", () => socket.Received.Count == 1);

            // A read that waits for a second would hold this up.
            var clock = System.Diagnostics.Stopwatch.StartNew();

            for (var i = 0; i < 10; i++)
            {
                await Wait.For("an answer", connection.GetDatabase().PingAsync());
            }

            Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        }

        Assert.True(connection.IsConnected);
    }
}
