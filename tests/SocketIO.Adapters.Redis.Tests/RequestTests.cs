using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using SocketIO.Tests;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>What only this adapter has, asked and answered over a real Redis.</summary>
public sealed class RequestTests : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private readonly RedisFixture _redis;
    private readonly string _key = Guid.NewGuid().ToString("N");
    private readonly RedisNodes _nodes;
    private readonly Channel<(string Channel, string Body)> _responses = Channel.CreateUnbounded<(string, string)>();
    private ConnectionMultiplexer _raw = null!;

    public RequestTests(RedisFixture redis)
    {
        _redis = redis;
        _nodes = new RedisNodes(redis.Server.Configuration, options => (options.Key, options.PublishOnSpecificResponseChannel) = (_key, true));
    }

    public async ValueTask InitializeAsync()
    {
        _raw = await ConnectionMultiplexer.ConnectAsync(_redis.Server.Configuration);
        await _raw.GetSubscriber().SubscribeAsync(
            new RedisChannel($"{_key}-response*", RedisChannel.PatternMode.Pattern),
            (channel, message) => _responses.Writer.TryWrite(((string)channel!, (string)message!)));
    }

    [Fact]
    [Trait("Spec", "ADP-032")]
    [Trait("Spec", "ADP-035")]
    public async Task Others_are_told_sockets_and_rooms()
    {
        var node = await _nodes.StartAsync("node-a");
        node.Add("a", "red");
        node.Add("b", "red", "blue");
        node.Add("c");

        Assert.Equal("{\"requestId\":\"1\",\"sockets\":[\"a\",\"b\"]}", await AskAsync("{\"requestId\":\"1\",\"type\":0,\"rooms\":[\"red\"]}"));
        Assert.Equal("{\"requestId\":\"2\",\"sockets\":[\"a\",\"b\",\"c\"]}", await AskAsync("{\"requestId\":\"2\",\"type\":0,\"rooms\":[]}"));
        var rooms = JsonNode.Parse(await AskAsync("{\"uid\":\"other1\",\"requestId\":\"3\",\"type\":1}", $"{_key}-response#/#other1#"))!;
        Assert.Equal(["a", "b", "blue", "c", "red"], rooms["rooms"]!.AsArray().Select(static room => (string)room!).Order());
    }

    [Fact]
    [Trait("Spec", "ADP-033")]
    public async Task Requests_of_old_name_one_socket_and_are_confirmed()
    {
        var node = await _nodes.StartAsync("node-a");
        var socket = node.Add("a");
        node.Add("b", "a");

        Assert.Equal("{\"requestId\":\"1\"}", await AskAsync("{\"requestId\":\"1\",\"type\":2,\"sid\":\"a\",\"room\":\"red\"}"));
        Assert.Contains("red", node.Adapter.Rooms.RoomsOf(socket));
        Assert.Equal("{\"requestId\":\"2\"}", await AskAsync("{\"requestId\":\"2\",\"type\":3,\"sid\":\"a\",\"room\":\"red\"}"));
        Assert.DoesNotContain("red", node.Adapter.Rooms.RoomsOf(socket));

        // Who is not here is somebody else's: the next answer is not to this.
        await PublishAsync("{\"requestId\":\"3\",\"type\":4,\"sid\":\"x\"}");
        Assert.Equal("{\"requestId\":\"4\"}", await AskAsync("{\"requestId\":\"4\",\"type\":4,\"sid\":\"a\",\"close\":true}"));
        Assert.Equal(["closed"], socket.Received);
    }

    [Fact]
    [Trait("Spec", "ADP-035")]
    [Trait("Spec", "ADP-037")]
    public async Task Answers_go_where_the_reference_sends_them()
    {
        await _nodes.StartAsync("node-a");

        // Those to events always to all, the others to the one that has asked.
        await AskAsync("{\"uid\":\"other1\",\"requestId\":\"1\",\"type\":6,\"data\":[\"ask\",7]}", $"{_key}-response#/#");
        await AskAsync("{\"uid\":\"other1\",\"requestId\":\"2\",\"type\":5,\"opts\":{\"rooms\":[],\"except\":[]}}", $"{_key}-response#/#other1#");

        // Our own come back to us.
        await PublishAsync("{\"uid\":\"node-a\",\"requestId\":\"3\",\"type\":5,\"opts\":{\"rooms\":[],\"except\":[]}}");
        await PublishAsync("{\"uid\":\"node-a\",\"requestId\":\"4\",\"type\":1}");
        Assert.Contains("\"requestId\":\"5\"", await AskAsync("{\"requestId\":\"5\",\"type\":1}"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "ADP-038")]
    [Trait("Spec", "ADP-040")]
    public async Task The_rooms_of_all_servers_are_known()
    {
        var a = await _nodes.StartAsync("node-a");
        a.Add("a", "red");
        Assert.Equal(["a", "red"], (await a.Adapter.AllRoomsAsync()).Order());

        var b = await _nodes.StartAsync("node-b");
        b.Add("b", "red", "blue");
        Assert.Equal(2, await a.Adapter.CountServersAsync(default));
        Assert.Equal(["a", "b", "blue", "red"], (await a.Adapter.AllRoomsAsync()).Order());
        Assert.Equal(["a", "b", "blue", "red"], (await b.Adapter.AllRoomsAsync()).Order());
    }

    [Fact]
    [Trait("Spec", "ADP-039")]
    public async Task Servers_that_do_not_answer_are_reported_as_JavaScript_does()
    {
        var node = await _nodes.StartAsync("node-a");
        node.Add("a");

        // Somebody who counts as a server, and says nothing.
        await _raw.GetSubscriber().SubscribeAsync(new RedisChannel($"{_key}-request#/#", RedisChannel.PatternMode.Literal), static (_, _) => { });

        var fetching = await Assert.ThrowsAsync<ClusterTimeoutException>(() => node.Adapter.FetchSocketsAsync(Target.Everyone, TimeSpan.FromMilliseconds(200), default).AsTask());
        Assert.Equal("timeout reached while waiting for fetchSockets response", fetching.Message);
        Assert.Equal(["a"], fetching.Sockets.Select(static socket => socket.Id));
        Assert.Equal((1, 0), (fetching.Expected, fetching.Received));
        var asking = await Assert.ThrowsAsync<ClusterTimeoutException>(() => node.Adapter.ServerSideEmitWithAckAsync(TestNode.Event("/", "x"), default).AsTask());
        Assert.Equal("timeout reached: only 0 responses received out of 1", asking.Message);
        var rooms = await Assert.ThrowsAsync<ClusterTimeoutException>(() => node.Adapter.AllRoomsAsync());
        Assert.Equal("timeout reached while waiting for allRooms response", rooms.Message);
    }

    [Fact]
    [Trait("Spec", "ADP-030")]
    [Trait("Spec", "ADP-041")]
    public async Task A_namespace_that_goes_unsubscribes_from_everything()
    {
        var node = await _nodes.StartAsync("node-a", "/dyn-1");
        Assert.Equal(":1", _redis.Server.Execute("PUBLISH", $"{_key}#/dyn-1#", "x"));
        Assert.Equal(":1", _redis.Server.Execute("PUBLISH", $"{_key}#/dyn-1#room#", "x"));
        Assert.Equal(":1", _redis.Server.Execute("PUBLISH", $"{_key}-request#/dyn-1#", "x"));

        await node.Adapter.CloseAsync();

        Assert.Equal(":0", _redis.Server.Execute("PUBLISH", $"{_key}#/dyn-1#", "x"));
        Assert.Equal(":0", _redis.Server.Execute("PUBLISH", $"{_key}-request#/dyn-1#", "x"));
        Assert.Equal("*0", _redis.Server.Execute("PUBSUB", "CHANNELS", $"{_key}*"));

        var again = await _nodes.StartAsync("node-a", "/dyn-1");
        Assert.Equal(1, await again.Adapter.CountServersAsync(default));
    }

    [Fact]
    [Trait("Spec", "ADP-043")]
    public async Task The_order_of_messages_is_kept()
    {
        const int count = 5_000;
        var a = await _nodes.StartAsync("node-a");
        var b = await _nodes.StartAsync("node-b");
        var socket = b.Add("b", "room");

        for (var i = 0; i < count; i++)
        {
            await a.Adapter.BroadcastAsync(TestNode.Event("/", "n", i), i % 2 == 0 ? Target.Everyone : Target.Everyone.WithRooms("room"));
        }

        await Wait.Until("all have arrived", () => socket.Received.Count == count, () => socket.Received.Count);
        Assert.Equal(Enumerable.Range(0, count).Select(static i => $"42[\"n\",{i}]"), socket.Received);
    }

    public async ValueTask DisposeAsync()
    {
        await _nodes.DisposeAsync();
        await _raw.CloseAsync();
        _raw.Dispose();
    }

    private Task PublishAsync(string request) => _raw.GetSubscriber().PublishAsync(new RedisChannel($"{_key}-request#/#", RedisChannel.PatternMode.Literal), Encoding.UTF8.GetBytes(request));

    private async Task<string> AskAsync(string request, string? responseChannel = null)
    {
        await PublishAsync(request);
        var (channel, body) = await Wait.For($"the answer to {request}", _responses.Reader.ReadAsync().AsTask());
        Assert.Equal(responseChannel ?? $"{_key}-response#/#", channel);
        return body;
    }
}
