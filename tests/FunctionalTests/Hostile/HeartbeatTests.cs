using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>Engine.IO packets over WebSocket, and the heartbeat on a clock that the test moves.</summary>
public sealed class HeartbeatTests
{
    [Theory]
    [Trait("Hostile", "E1")]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("9")]
    [InlineData("ping")]
    [InlineData("{")]
    [InlineData("\0")]
    [InlineData("\u0664")]
    [InlineData("bAAEC")]
    [InlineData("b")]
    [Trait("Hostile", "E5")]
    public async Task A_frame_that_is_no_packet_is_a_parse_error(string text)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.SendAsync(text, "42[\"a\"]");
        await session.AssertParseErrorAsync();
        await server.DisconnectedAsync("parse error");
        server.AssertEvents();
    }

    [Theory]
    [Trait("Hostile", "E2")]
    [Trait("Spec", "EIO-116")]
    [InlineData("2")]
    [InlineData("2probe")]
    public async Task A_ping_of_the_client_ends_the_session(string packet)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.SendAsync(packet);
        await session.Socket.ReadCloseAsync("the close");
        await server.DisconnectedAsync("transport error", "invalid heartbeat direction");
    }

    [Fact]
    [Trait("Hostile", "E3")]
    public async Task Pongs_without_a_ping_keep_nobody_alive()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        for (var i = 0; i < 24; i++)
        {
            await session.SendAsync("3");
            await session.AssertAliveAsync();
            server.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        server.Clock.Advance(TimeSpan.FromSeconds(1.1));
        await session.AssertNextAsync("2");
        server.Clock.Advance(TimeSpan.FromSeconds(19.5));
        Assert.Equal(1, server.Io.Engine.ClientsCount);
        server.Clock.Advance(TimeSpan.FromSeconds(1.5));
        await server.DisconnectedAsync("ping timeout");
    }

    [Fact]
    [Trait("Hostile", "E3")]
    [Trait("Limit", "ControlPacketRate")]
    [Trait("Rule", "Pong_FloodStartsNothing")]
    public async Task Packets_without_a_message_are_counted_against_the_rate()
    {
        await using var server = await TestServer.StartAsync(o => (o.ControlPacketRate, o.ControlPacketBurst) = (10, 20));
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.SendAsync(Enumerable.Repeat("3", 15));
        await session.AssertAliveAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await session.SendAsync(Enumerable.Repeat("6", 15));
        await session.AssertAliveAsync();
        await session.SendAsync(Enumerable.Repeat("3", 25));
        await session.Socket.ReadCloseAsync("the close");
        await server.DisconnectedAsync("transport error", null);
    }

    [Theory]
    [Trait("Hostile", "E4")]
    [InlineData("0")]
    [InlineData("0{\"sid\":\"x\"}")]
    [InlineData("5")]
    [InlineData("6")]
    public async Task Packets_that_only_a_server_sends_are_ignored(string packet)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.SendAsync(packet);
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "E4")]
    [Trait("Spec", "EIO-093")]
    public async Task A_close_packet_closes()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        await session.SendAsync("1", "42[\"a\"]");
        await session.Socket.ReadCloseAsync("the close");
        await server.DisconnectedAsync("transport close");
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "E6")]
    [Trait("Spec", "EIO-114")]
    [Trait("Spec", "TST-030")]
    [Trait("Limit", "PingInterval")]
    [Trait("Limit", "PingTimeout")]
    public async Task Silence_is_a_ping_timeout_on_websocket()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        server.Clock.Advance(TimeSpan.FromSeconds(24.8));
        await session.AssertAliveAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(1.2));
        await session.AssertNextAsync("2");
        server.Clock.Advance(TimeSpan.FromSeconds(18.5));
        Assert.Equal(1, server.Io.Engine.ClientsCount);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await server.DisconnectedAsync("ping timeout");
        await session.Socket.ReadCloseAsync("the close");
    }

    [Fact]
    [Trait("Hostile", "E6")]
    [Trait("Spec", "TST-021")]
    [Trait("Rule", "Abandoned_PollingSession_GoneAfter46s")]
    public async Task Silence_is_a_ping_timeout_on_polling()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        server.Clock.Advance(TimeSpan.FromSeconds(44));
        Assert.Equal(1, server.Io.Engine.ClientsCount);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await server.DisconnectedAsync("ping timeout");
        await session.AssertGoneAsync();
    }

    [Fact]
    [Trait("Hostile", "E6")]
    [Trait("Rule", "Options_ReachTheTransport")]
    public async Task The_options_move_the_heartbeat()
    {
        await using var server = await TestServer.StartAsync(o => (o.PingInterval, o.PingTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3)));
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        for (var i = 0; i < 5; i++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(6));
            await session.AssertNextAsync("2");
            await session.SendAsync("3");
            await session.AssertAliveAsync();
        }

        server.Clock.Advance(TimeSpan.FromSeconds(9));
        await server.DisconnectedAsync("ping timeout");
    }

    [Fact]
    [Trait("Hostile", "E7")]
    [Trait("Spec", "EIO-117")]
    public async Task Messages_are_no_pongs()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        server.Clock.Advance(TimeSpan.FromSeconds(26));
        await session.AssertNextAsync("2");

        // At most one extension by a ping timeout may be granted to a peer that talks.
        for (var i = 0; i < 41 && server.Disconnects.IsEmpty; i++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await session.Socket.Connection.TrySendAsync(WsFrame.OfText("42[\"a\"]").ToBytes());
            await TestServer.SettledAsync();
        }

        await server.DisconnectedAsync("ping timeout");
    }

    [Fact]
    [Trait("Hostile", "E8")]
    public async Task A_pong_with_a_payload_is_a_pong()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        server.Clock.Advance(TimeSpan.FromSeconds(26));
        await session.AssertNextAsync("2");
        await session.SendAsync("3 and more");
        await session.AssertAliveAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(24));
        await session.AssertAliveAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        await session.AssertNextAsync("2");
    }

    [Fact]
    [Trait("Hostile", "E9")]
    public async Task A_pong_too_late_revives_nothing()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        server.Clock.Advance(TimeSpan.FromSeconds(46));
        Expect.Refused(await session.PostAsync("3"), 1);
        await server.DisconnectedAsync("ping timeout");
        Assert.Equal(0, server.Io.Engine.ClientsCount);
    }

    [Fact]
    [Trait("Hostile", "E10")]
    public async Task A_black_hole_is_noticed_by_the_heartbeat()
    {
        await using var server = await TestServer.StartAsync(smallSendBuffer: true);
        using var session = await WebSocketSession.OpenAsync(server.Target, receiveBuffer: 4096);
        await session.JoinAsync();

        // Nothing is read any more and nothing is sent; the peer's machine may as well be gone.
        await server.AdvanceUntilAsync("the session ends", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(46), () => !server.Disconnects.IsEmpty);
        await server.DisconnectedAsync("ping timeout");
    }

    [Theory]
    [Trait("Hostile", "E11")]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task The_wall_clock_has_no_say(int hours)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);
        using var polling = await PollingSession.JoinedAsync(server.Target);

        server.Clock.JumpWallClock(TimeSpan.FromHours(hours));
        server.Clock.Advance(TimeSpan.FromSeconds(20));
        await session.AssertAliveAsync();
        await polling.AssertAliveAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(6));
        await session.AssertNextAsync("2");
        await polling.AssertNextAsync("2");
    }

    [Fact]
    [Trait("Spec", "EIO-119")]
    [Trait("Spec", "TST-035")]
    public async Task The_heartbeat_goes_on_over_the_new_transport()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        server.Clock.Advance(TimeSpan.FromSeconds(24));
        using var socket = await UpgradeTests.UpgradeAsync(server, session);

        server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("2", await socket.ReadTextAsync("the ping on the new transport"));
        await socket.SendTextAsync("3");
        await UpgradeTests.AssertAliveAsync(socket);
        server.Clock.Advance(TimeSpan.FromSeconds(20));
        await UpgradeTests.AssertAliveAsync(socket);
    }
}
