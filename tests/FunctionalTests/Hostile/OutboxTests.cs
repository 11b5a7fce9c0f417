using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>Clients that do not read: what waits for them is bounded, in bytes and in time.</summary>
public sealed class OutboxTests
{
    [Fact]
    [Trait("Limit", "SendQueueBytes")]
    [Trait("Rule", "Options_ReachTheTransport")]
    public async Task What_waits_for_a_polling_client_is_bounded()
    {
        await using var server = await TestServer.StartAsync(o => o.SendQueueBytes = 10_000);
        using var session = await PollingSession.JoinedAsync(server.Target);

        // Each packet is 42["x",""] around its text: 10 bytes more.
        for (var i = 0; i < 10; i++)
        {
            await server.EmitAsync("x", new string('x', 1000 - 10));
        }

        await TestServer.SettledAsync();
        Assert.Empty(server.Disconnects);
        await server.EmitAsync("x", "");
        await server.DisconnectedAsync("transport error", null);
    }

    [Fact]
    [Trait("Limit", "SendQueueBytes")]
    public async Task A_client_that_reads_in_time_gets_all_of_it()
    {
        await using var server = await TestServer.StartAsync(o => o.SendQueueBytes = 10_000);
        using var session = await PollingSession.JoinedAsync(server.Target);

        for (var i = 0; i < 30; i++)
        {
            await server.EmitAsync("x", new string('x', 6000));
            Assert.Equal(6010, (await session.PollAsync()).Body.Length);
        }

        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Limit", "SendQueueBytes")]
    public async Task A_websocket_client_that_does_not_read_is_cut()
    {
        await using var server = await TestServer.StartAsync(o => o.SendQueueBytes = 500_000, smallSendBuffer: true);
        using var session = await WebSocketSession.OpenAsync(server.Target, receiveBuffer: 4096);
        await session.JoinAsync();

        for (var i = 0; i < 200 && server.Disconnects.IsEmpty; i++)
        {
            await server.EmitAsync("x", new string('x', 10_000));
        }

        await server.DisconnectedAsync("transport error", null);
    }

    [Fact]
    [Trait("Limit", "WriteDeadline")]
    public async Task A_websocket_that_takes_no_byte_for_10_seconds_is_cut()
    {
        await using var server = await TestServer.StartAsync(smallSendBuffer: true);
        using var session = await WebSocketSession.OpenAsync(server.Target, receiveBuffer: 4096);
        await session.JoinAsync();

        await server.EmitAsync("x", new string('x', 1_000_000));
        server.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(server.Disconnects);
        await server.AdvanceUntilAsync("the session is cut", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), () => !server.Disconnects.IsEmpty);
        await server.DisconnectedAsync("transport error", null);
    }

    [Fact]
    [Trait("Limit", "WriteDeadline")]
    public async Task The_option_moves_the_write_deadline()
    {
        await using var server = await TestServer.StartAsync(o => o.WriteDeadline = TimeSpan.FromSeconds(2), smallSendBuffer: true);
        using var session = await WebSocketSession.OpenAsync(server.Target, receiveBuffer: 4096);
        await session.JoinAsync();

        await server.EmitAsync("x", new string('x', 1_000_000));
        await server.AdvanceUntilAsync("the session is cut", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), () => !server.Disconnects.IsEmpty);
    }

    [Fact]
    [Trait("Limit", "SendQueueBytesTotal")]
    public async Task What_waits_for_all_clients_is_bounded_and_the_largest_goes_first()
    {
        await using var server = await TestServer.StartAsync(o => (o.SendQueueBytes, o.SendQueueBytesTotal) = (50_000, 50_000));
        using var small = await PollingSession.JoinedAsync(server.Target);
        using var large = await PollingSession.JoinedAsync(server.Target);
        var largeSocket = server.LastSocket!;

        await server.EmitAsync("x", new string('x', 5_000));

        for (var i = 0; i < 10; i++)
        {
            await largeSocket.EmitAsync("x", new string('x', 5_000));
        }

        await Wait.Until("one session is cut", () => server.Disconnects.Count == 1);
        Assert.Equal(5010, (await small.PollAsync()).Body.Length);
        await small.AssertAliveAsync();
    }

    [Fact]
    [Trait("Limit", "MaxPollingResponseBytes")]
    public async Task One_answer_carries_a_bounded_part_of_what_waits()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxPollingResponseBytes = 10_000);
        using var session = await PollingSession.JoinedAsync(server.Target);

        for (var i = 0; i < 5; i++)
        {
            await server.EmitAsync("x", new string('x', 4000));
        }

        await server.EmitAsync("x", new string('x', 20_000));
        var sizes = new List<int>();

        for (var received = 0; received < 6;)
        {
            var reply = await session.PollAsync();
            received += reply.Packets.Length;
            sizes.Add(reply.Body.Length);
        }

        Assert.All(sizes[..^1], size => Assert.InRange(size, 1, 10_000));
        Assert.Equal(20_010, sizes[^1]);
    }

    [Fact]
    [Trait("Limit", "SendQueueBytes")]
    public async Task Volatile_packets_are_dropped_for_who_does_not_read()
    {
        await using var server = await TestServer.StartAsync(o => o.SendQueueBytes = 10_000);
        using var session = await PollingSession.JoinedAsync(server.Target);

        for (var i = 0; i < 1000; i++)
        {
            await server.Io.Volatile.EmitAsync("v", new string('v', 1000));
        }

        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Rule", "Close_FollowsWhatWasWritten")]
    public async Task A_close_follows_what_was_written_before_it_to_a_slow_client()
    {
        await using var server = await TestServer.StartAsync(smallSendBuffer: true);
        using var session = await WebSocketSession.OpenAsync(server.Target, receiveBuffer: 4096);
        await session.JoinAsync();

        await server.EmitAsync("x", new string('x', 1_000_000));
        await session.SendAsync("9 is no packet");
        await server.DisconnectedAsync("parse error");

        Assert.Equal(1_000_010, (await session.NextAsync("what was sent before the close")).Length);
        await session.AssertCloseAsync(null);
    }

    [Fact]
    [Trait("Rule", "Close_FollowsWhatWasWritten")]
    public async Task A_close_is_not_awaited_for_ever()
    {
        await using var server = await TestServer.StartAsync(smallSendBuffer: true);
        using var session = await WebSocketSession.OpenAsync(server.Target, receiveBuffer: 4096);
        await session.JoinAsync();

        await server.EmitAsync("x", new string('x', 1_000_000));
        await session.SendAsync("9 is no packet");
        await server.DisconnectedAsync("parse error");
        await server.RequestsAsync(1);
        server.Clock.Advance(TimeSpan.FromSeconds(5));

        await server.RequestsAsync(0);
    }
}
