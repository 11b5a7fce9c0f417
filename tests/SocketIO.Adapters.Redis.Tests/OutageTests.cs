using System.Diagnostics;
using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>A Redis that goes away and comes back.</summary>
public sealed class OutageTests : IAsyncDisposable
{
    private static readonly TimeSpan s_mustNotBlock = TimeSpan.FromMilliseconds(50);

    private readonly RedisServer _redis = new();
    private readonly RedisNodes _nodes;

    public OutageTests() => _nodes = new RedisNodes(_redis.Configuration, static options => options.RequestTimeout = TimeSpan.FromSeconds(1));

    [Fact]
    [Trait("Hostile", "R5")]
    [Trait("Spec", "ADP-042")]
    public async Task Servers_go_on_alone_and_find_each_other_again()
    {
        await _redis.StartAsync();
        var a = await _nodes.StartAsync("node-a");
        var b = await _nodes.StartAsync("node-b");
        var local = a.Add("local");
        var remote = b.Add("remote");

        await _redis.StopAsync();
        await Wait.Until("the loss is noticed", () => _nodes["node-a"].Connection.Current is null && _nodes["node-b"].Connection.Current is null);

        // The first may have to be compiled.
        await a.Adapter.BroadcastAsync(TestNode.Event("/", "first"), Target.Everyone);
        var slow = 0;

        for (var i = 0; i < 1000; i++)
        {
            var clock = Stopwatch.StartNew();
            await a.Adapter.BroadcastAsync(TestNode.Event("/", "alone", i), Target.Everyone);
            slow += clock.Elapsed > s_mustNotBlock ? 1 : 0;
        }

        // One that waited for Redis would wait for seconds, and all of them would. A thread that the machine has taken off its processor is nobody's fault.
        Assert.InRange(slow, 0, 10);
        Assert.Equal(1001, local.Received.Count);
        await a.Adapter.SocketsJoinAsync(Target.Everyone, ["room"]);
        Assert.Contains("room", a.Adapter.Rooms.RoomsOf(local));
        await AssertTimesOutAsync("timeout reached while waiting for fetchSockets response", () => a.Adapter.FetchSocketsAsync(Target.Everyone, null, default).AsTask());
        await AssertTimesOutAsync("timeout reached: only 0 responses received out of 0", () => a.Adapter.ServerSideEmitWithAckAsync(TestNode.Event("/", "x"), default).AsTask());
        await AssertTimesOutAsync("timeout reached while waiting for allRooms response", () => a.Adapter.AllRoomsAsync());
        Assert.Empty(remote.Received);

        await _redis.StartAsync();
        var sinceReturn = Stopwatch.StartNew();
        await Wait.Until("both are back", () => _nodes["node-a"].Connection.Current is not null && _nodes["node-b"].Connection.Current is not null);
        Assert.InRange(sinceReturn.Elapsed.TotalSeconds, 0, 4);
        await a.Adapter.BroadcastAsync(TestNode.Event("/", "together"), Target.Everyone);
        await Wait.Until("the message has arrived", () => !remote.Received.IsEmpty);

        Assert.Equal(["42[\"together\"]"], remote.Received);
        Assert.Equal(2, await a.Adapter.CountServersAsync(default));
        Assert.Equal(2, (await a.Adapter.FetchSocketsAsync(Target.Everyone, null, default)).Count);

        // One line each: not one for each message.
        Assert.Single(_nodes.Log.Events, "PublishFailed");
        await Wait.Until("the log says that it is over", () => _nodes.Log.Events.Contains("PublishesAgain"));
        Assert.Equal(2, _nodes.Log.Events.Count(static name => name == "RedisLost"));
    }

    [Fact]
    [Trait("Hostile", "R6")]
    public async Task Nobody_waits_for_a_Redis_that_has_fallen_silent()
    {
        await _redis.StartAsync();
        var a = await _nodes.StartAsync("node-a");
        var b = await _nodes.StartAsync("node-b");
        var local = a.Add("local");
        var remote = b.Add("remote");
        _redis.Freeze();

        try
        {
            for (var i = 0; i < 100; i++)
            {
                await a.Adapter.BroadcastAsync(TestNode.Event("/", "alone"), Target.Everyone);
            }

            Assert.Equal(100, local.Received.Count);
            await AssertTimesOutAsync("timeout reached while waiting for fetchSockets response", () => a.Adapter.FetchSocketsAsync(Target.Everyone, null, default).AsTask());
            await Wait.Until("the loss is noticed", () => _nodes["node-a"].Connection.Current is null, limit: TimeSpan.FromSeconds(10));
        }
        finally
        {
            _redis.Thaw();
        }

        await Wait.Until("both are back", () => _nodes["node-a"].Connection.Current is not null && _nodes["node-b"].Connection.Current is not null);
        await a.Adapter.BroadcastAsync(TestNode.Event("/", "together"), Target.Everyone);
        await Wait.Until("the message has arrived", () => remote.Received.Contains("42[\"together\"]"));
    }

    public async ValueTask DisposeAsync()
    {
        await _nodes.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private static async Task AssertTimesOutAsync(string message, Func<Task> ask)
    {
        var clock = Stopwatch.StartNew();
        var exception = await Assert.ThrowsAsync<ClusterTimeoutException>(() => Wait.For("the request to end", ask()));
        Assert.Equal(message, exception.Message);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 4);
    }
}
