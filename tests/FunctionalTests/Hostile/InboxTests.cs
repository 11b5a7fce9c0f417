using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>More events than handlers keep up with.</summary>
public sealed class InboxTests
{
    [Fact]
    [Trait("Hostile", "H32")]
    [Trait("Limit", "InboundQueue")]
    public async Task While_a_handler_is_busy_the_reader_stops_at_256_events()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        // The first event holds the handler; 256 may wait behind it, and the reader holds one more.
        await session.SendAsync("42[\"hold\"]");
        await Wait.Until("the handler is busy", () => server.Held == 1);
        await session.SendAsync([.. Enumerable.Repeat("42[\"a\"]", 300), "431[]"]);
        await TestServer.SettledAsync();
        server.AssertEvents("hold []");

        server.Release();
        await session.AssertAliveAsync();
        Assert.Equal(301, server.Events.Count);
    }

    [Fact]
    [Trait("Hostile", "H32")]
    public async Task A_busy_handler_slows_the_peer_down_and_costs_bounded_memory()
    {
        await using var server = await TestServer.StartAsync(smallSendBuffer: true);
        using var session = await WebSocketSession.JoinedAsync(server.Target);
        await session.SendAsync("42[\"hold\"]");
        await Wait.Until("the handler is busy", () => server.Held == 1);

        var flood = WsFrame.Join(Enumerable.Repeat(WsFrame.OfText("42[\"a\",\"" + new string('x', 10_000) + "\"]"), 3000));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sending = session.Socket.Connection.SendAsync(flood);
        await TestServer.SettledAsync();

        // 30 MB do not fit into the queue of 1 MiB, the pipe and the sockets' buffers.
        Assert.False(sending.IsCompleted);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 16_000_000);

        server.Release();
        await sending;
        await session.AssertAliveAsync();
        Assert.Equal(3001, server.Events.Count);
    }

    [Fact]
    [Trait("Hostile", "H32")]
    public Task Acks_and_disconnects_overtake_a_busy_handler() => Rows.OnBothAsync(async (server, peer) =>
    {
        var question = server.LastSocket!.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("question");
        await peer.AssertNextAsync("420[\"question\"]");
        await peer.SendAsync("42[\"hold\"]");
        await Wait.Until("the handler is busy", () => server.Held == 1);
        await peer.SendAsync("430[9]");
        Assert.Equal(9, await Wait.For("the answer", question));

        // What waits in front of a farewell is handled first, but not for ever.
        await peer.SendAsync("42[\"a\"]", "41");
        await server.AdvanceUntilAsync("the socket has left", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), () => !server.Disconnects.IsEmpty);
        await server.DisconnectedAsync("client namespace disconnect");
        server.Release();
        await TestServer.SettledAsync();
    });

    [Fact]
    [Trait("Hostile", "H32")]
    [Trait("Rule", "Flood_ThreadCountConstant")]
    public async Task A_flood_of_messages_starts_no_threads()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);
        await session.AssertAliveAsync();
        var before = ThreadPool.ThreadCount;

        for (var i = 0; i < 20; i++)
        {
            await session.SendAsync(Enumerable.Repeat("42[\"a\",1]", 5000));
        }

        await session.AssertAliveAsync();
        Assert.Equal(100_000, server.Events.Count);
        Assert.InRange(ThreadPool.ThreadCount, 1, before + 8);
    }

    [Fact]
    [Trait("Rule", "Reentrancy_CloseInsideHandlers")]
    public Task A_handler_may_close_its_own_connection() => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync("42[\"close me\"]", "42[\"a\"]");
        await server.DisconnectedAsync();
        await Wait.Until("the session is closing", () => peer is PollingSession || server.Io.Engine.ClientsCount == 0);
        server.AssertEvents("close me []");
        peer.Dispose();
    });

    [Fact]
    [Trait("Rule", "Handler_ExceptionIsContained")]
    public Task A_handler_that_throws_harms_nobody() => Rows.OnBothAsync(async (server, peer) =>
    {
        await peer.SendAsync("421[\"throw\"]", "422[\"throw later\"]", "42[\"a\"]");
        await peer.AssertAliveAsync();
        server.AssertEvents("throw []", "throw later []", "a []");
        Assert.Equal(2, server.Log.TakeErrors("the handler's own bug"));
    });
}
