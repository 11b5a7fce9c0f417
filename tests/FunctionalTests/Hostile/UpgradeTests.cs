using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>The change of transport, begun and broken off in every way.</summary>
public sealed class UpgradeTests
{
    [Fact]
    [Trait("Hostile", "D1")]
    [Trait("Spec", "EIO-123")]
    public async Task An_upgrade_may_come_without_a_probe()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);

        await socket.SendTextAsync("5", "421[\"alive\"]");
        Assert.Equal("431[\"yes\"]", await socket.ReadTextAsync("the ack on the new transport"));
    }

    [Theory]
    [Trait("Hostile", "D2")]
    [Trait("Spec", "EIO-123")]
    [InlineData("42[\"a\"]")]
    [InlineData("2")]
    [InlineData("2prob")]
    [InlineData("2probes")]
    [InlineData("")]
    [InlineData("3probe")]
    [InlineData("7")]
    [InlineData("1")]
    [InlineData("6")]
    public async Task A_first_frame_that_is_no_probe_closes_the_new_transport_alone(string text)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);

        await socket.SendTextAsync(text);
        await socket.ReadCloseAsync("the close of the new transport");
        await session.AssertAliveAsync();
        server.AssertEvents();

        await UpgradeAsync(server, session);
    }

    [Fact]
    [Trait("Hostile", "D2")]
    public async Task A_binary_first_frame_closes_the_new_transport_alone()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);

        await socket.SendAsync(WsFrame.OfBinary([.. "2probe"u8]));
        await socket.ReadCloseAsync("the close of the new transport");
        await session.AssertAliveAsync();
    }

    [Theory]
    [Trait("Hostile", "D2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broken_frame_closes_the_new_transport_alone(bool probed)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);

        if (probed)
        {
            await ProbeAsync(socket);
        }

        await socket.SendAsync(WsFrame.OfText("2probe") with { Rsv = 7 });
        Assert.NotEqual(-1, await socket.ReadCloseAsync("the close of the new transport"));
        await session.AssertAliveAsync();
        await UpgradeAsync(server, session);
    }

    [Fact]
    [Trait("Hostile", "D3")]
    public async Task A_second_probe_closes_the_new_transport_alone()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);

        await ProbeAsync(socket);
        await socket.SendTextAsync("2probe");
        Assert.NotEqual(-1, await socket.ReadCloseAsync("the close of the new transport"));
        await session.AssertAliveAsync();
    }

    [Theory]
    [Trait("Hostile", "D4")]
    [Trait("Spec", "EIO-124")]
    [Trait("Spec", "TST-034")]
    [Trait("Limit", "UpgradeTimeout")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upgrade_that_is_not_finished_in_time_is_given_up_and_the_session_continues(bool probed)
    {
        await using var server = await TestServer.StartAsync(o => o.UpgradeTimeout = TimeSpan.FromSeconds(4));
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);

        if (probed)
        {
            await ProbeAsync(socket);
        }

        server.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.False(socket.Connection.HasUnreadBytes);
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotEqual(-1, await socket.ReadCloseAsync("the close of the new transport"));
        await session.AssertAliveAsync();
        await UpgradeAsync(server, session);
    }

    [Fact]
    [Trait("Hostile", "D5")]
    [Trait("Spec", "EIO-055")]
    public async Task Of_two_upgrades_at_once_the_first_proceeds()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var first = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        await ProbeAsync(first);

        using var second = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        Assert.Null(await second.ReadCloseAsync("the close of the second upgrade"));
        await first.SendTextAsync("5", "421[\"alive\"]");
        Assert.Equal("431[\"yes\"]", await first.ReadTextAsync("the ack on the new transport"));
    }

    [Fact]
    [Trait("Hostile", "D6")]
    [Trait("Spec", "TST-007")]
    public async Task An_upgraded_session_is_not_upgraded_again()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await UpgradeAsync(server, session);

        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(server.Target, session.UpgradeUrl), 3);
        await AssertAliveAsync(socket);
    }

    [Fact]
    [Trait("Hostile", "D7")]
    public async Task A_websocket_session_is_not_taken_over()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);

        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(server.Target, $"{server.Target.WebSocketUrl}&sid={session.Sid}"), 3);
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "D8")]
    [Trait("Spec", "EIO-045")]
    [Trait("Spec", "EIO-127")]
    public async Task Polling_a_websocket_session_is_refused_without_harm()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await WebSocketSession.JoinedAsync(server.Target);
        using var polling = await PollingSession.JoinedAsync(server.Target);
        using var upgraded = await UpgradeAsync(server, polling);

        foreach (var sid in (string[])[session.Sid, polling.Sid])
        {
            Expect.Refused(await RawHttp.GetAsync(server.Target, $"{server.Target.PollingUrl}&sid={sid}"), 3);
            Expect.Refused(await RawHttp.AskAsync(server.Target, "POST", $"{server.Target.PollingUrl}&sid={sid}", body: "42[\"a\"]"u8.ToArray()), 3);
        }

        Assert.All(server.ConnectionErrors, e => Assert.Equal("TRANSPORT_MISMATCH", e.Context["name"]?.ToString()));
        Assert.All(server.ConnectionErrors, e => Assert.Equal("websocket", e.Context["previousTransport"]?.ToString()));
        await session.AssertAliveAsync();
        await AssertAliveAsync(upgraded);
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "D9")]
    [Trait("Spec", "EIO-045")]
    public async Task A_websocket_request_that_lost_its_upgrade_header_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        Expect.Refused(await RawHttp.GetAsync(server.Target, session.UpgradeUrl), 3);
        Assert.Equal((3, "name", "TRANSPORT_MISMATCH"), server.SingleError("name"));
        await session.AssertAliveAsync();
    }

    [Theory]
    [Trait("Hostile", "D10")]
    [Trait("Rule", "Upgrade_ProtocolMismatch_400Code3")]
    [Trait("Spec", "EIO-041")]
    [InlineData("?EIO=3&transport=")]
    [InlineData("?EIO=5&transport=")]
    [InlineData("?transport=")]
    public async Task A_session_keeps_its_protocol_version(string query)
    {
        await using var server = await TestServer.StartAsync(o => o.AllowEIO3 = true);
        using var session = await PollingSession.JoinedAsync(server.Target);
        var url = $"{server.Target.Path}{query}polling&sid={session.Sid}";

        Expect.Refused(await RawHttp.GetAsync(server.Target, url), 3);
        Expect.Refused(await RawHttp.AskAsync(server.Target, "POST", url, body: "42[\"a\"]"u8.ToArray()), 3);
        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(server.Target, $"{server.Target.Path}{query}websocket&sid={session.Sid}"), 3);
        Assert.All(server.ConnectionErrors, e => Assert.Equal("PROTOCOL_MISMATCH", e.Context["name"]?.ToString()));
        await session.AssertAliveAsync();
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "D11")]
    [Trait("Spec", "EIO-122")]
    public async Task A_waiting_poll_is_answered_while_the_probe_runs()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);

        await session.StartPollAsync();
        await server.RequestsAsync(2);
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", await socket.ReadTextAsync("the probe's answer"));

        // No clock has moved: this answer may not depend on a timer.
        Assert.Equal("6", (await session.FinishPollAsync()).Text);

        // A poll that comes now may have overtaken the upgrade packet, and waits for it a little.
        await session.StartPollAsync();
        await server.RequestsAsync(2);
        server.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("6", (await session.FinishPollAsync()).Text);
        await socket.SendTextAsync("5");
        await AssertAliveAsync(socket);
    }

    [Fact]
    [Trait("Hostile", "D12")]
    public async Task A_poll_that_waits_when_the_upgrade_comes_is_answered_with_a_noop()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);

        await session.StartPollAsync();
        await server.RequestsAsync(2);
        await socket.SendTextAsync("5");

        Assert.Equal("6", (await session.FinishPollAsync()).Text);
        await AssertAliveAsync(socket);
    }

    [Fact]
    [Trait("Hostile", "D12")]
    [Trait("Spec", "EIO-127")]
    public async Task A_poll_behind_the_upgrade_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);

        await ProbeAsync(socket);
        await session.StartPollAsync();
        await server.RequestsAsync(2);
        await socket.SendTextAsync("5");

        Expect.Refused(await session.FinishPollAsync(), 3);
        await AssertAliveAsync(socket);
    }

    [Theory]
    [Trait("Hostile", "D13")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reset_in_the_middle_of_the_probe_leaves_the_session_alone(bool probed)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        using (var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl))
        {
            if (probed)
            {
                await ProbeAsync(socket);
            }

            await server.RequestsAsync(1);
            socket.Reset();
        }

        await server.RequestsAsync(0);
        await session.AssertAliveAsync();
        await UpgradeAsync(server, session);
    }

    [Fact]
    [Trait("Hostile", "D16")]
    [Trait("Spec", "EIO-126")]
    public async Task A_session_closed_during_the_upgrade_hands_out_what_it_has()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        await ProbeAsync(socket);

        await server.EmitAsync("last", "words");
        await server.Io.DisconnectSocketsAsync(close: true);
        var packets = await session.PollToCloseAsync();
        Assert.Equal(["42[\"last\",\"words\"]", "1"], packets.Where(p => p is not ("6" or "41")));
        await session.AssertGoneAsync();
        await socket.ReadCloseAsync("the close of the new transport");
    }

    internal static async Task<RawWebSocket> UpgradeAsync(TestServer server, PollingSession session)
    {
        var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        await ProbeAsync(socket);
        await socket.SendTextAsync("5");
        await AssertAliveAsync(socket);
        return socket;
    }

    internal static async Task ProbeAsync(RawWebSocket socket)
    {
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", await socket.ReadTextAsync("the probe's answer"));
    }

    internal static async Task AssertAliveAsync(RawWebSocket socket)
    {
        await socket.SendTextAsync("42777[\"alive\"]");
        Assert.Equal("43777[\"yes\"]", await socket.ReadTextAsync("the proof of life"));
    }
}
