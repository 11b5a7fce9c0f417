using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>Applications that share a Redis under different keys.</summary>
public sealed class IsolationTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    // Keys that are patterns of others, begin like others, or look like the channels of others.
    private static readonly string[] Keys = ["a", "a#b", "a*", "a?b", "[a]", "a\\*", "a#/#room", "a-request", "a-response"];

    // CVE-2023-35391 let one application of ASP.NET Core's SignalR see the messages of another over a shared Redis.
    [Fact]
    [Trait("Hostile", "L11")]
    public async Task Cluster_ChannelPrefixIsolation()
    {
        var applications = Keys.Select(key => new RedisNodes(redis.Server.Configuration, options => options.Key = key)).ToArray();
        var senders = new List<TestNode>();
        var receivers = new List<(TestNode Node, TestSocket Socket)>();

        foreach (var (application, number) in applications.Select(static (application, number) => (application, number)))
        {
            senders.Add(await application.StartAsync($"send-{number}"));
            var receiver = await application.StartAsync($"recv-{number}");
            receivers.Add((receiver, receiver.Add($"s{number}", "room", "room#/", "b#/", "#/#room")));
        }

        for (var i = 0; i < Keys.Length; i++)
        {
            var adapter = senders[i].Adapter;
            await adapter.BroadcastAsync(TestNode.Event("/", $"all {i}"), Target.Everyone);
            await adapter.BroadcastAsync(TestNode.Event("/", $"room {i}"), Target.Everyone.WithRooms("room"));
            await adapter.SocketsJoinAsync(Target.Everyone, [$"joined {i}"]);
            await adapter.ServerSideEmitAsync(TestNode.Event("/", $"event {i}"));
            Assert.Equal([$"s{i}"], (await adapter.FetchSocketsAsync(Target.Everyone, null, default)).Select(static socket => socket.Id));
            Assert.Equal(2, await adapter.CountServersAsync(default));
            await adapter.BroadcastAsync(TestNode.Event("/", $"last {i}"), Target.Everyone);
        }

        for (var i = 0; i < Keys.Length; i++)
        {
            var (node, socket) = receivers[i];
            await Wait.Until($"{Keys[i]} has got its own", () => socket.Received.Contains($"42[\"last {i}\"]"), () => string.Join(' ', socket.Received));
            Assert.Equal([$"42[\"all {i}\"]", $"42[\"room {i}\"]", $"42[\"last {i}\"]"], socket.Received);
            Assert.Equal([$"event {i}"], node.ServerEvents);
            Assert.Equal([$"joined {i}"], node.Adapter.Rooms.RoomsOf(socket).Where(static room => room.StartsWith("joined", StringComparison.Ordinal)));
        }

        foreach (var application in applications)
        {
            await application.DisposeAsync();
        }
    }
}
