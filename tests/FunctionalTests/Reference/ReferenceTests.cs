using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>
/// The clients of this suite against the JavaScript server: they see there what is known of it, so they may be believed
/// about ours. Skipped where the npm packages are not installed.
/// </summary>
public sealed class ReferenceTests
{
    private const string OkText = "ok";

    [Fact]
    public async Task Refused_handshakes_are_read_as_they_are()
    {
        await using var server = await StartAsync();
        var target = server.Target;

        Expect.Refused(await RawHttp.GetAsync(target, target.Path), 0);
        Expect.Refused(await RawHttp.GetAsync(target, $"{target.Path}?EIO=5&transport=polling"), 5);
        Expect.Refused(await RawHttp.GetAsync(target, $"{target.PollingUrl}&sid=__proto__"), 1);
        Expect.Refused(await RawHttp.GetAsync(target, target.WebSocketUrl), 3);
        Expect.Refused(await RawHttp.AskAsync(target, "PUT", target.PollingUrl), 2);
        Assert.Empty((await RawHttp.AskAsync(target, "HEAD", target.PollingUrl)).Body);
        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(target, $"{target.WebSocketUrl}&sid=abc"), 1);
        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(target, target.WebSocketUrl, method: "POST"), 2);
    }

    [Fact]
    public async Task A_method_without_a_use_gets_500_and_the_session_stays()
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        Assert.Equal(500, (await RawHttp.AskAsync(server.Target, "PUT", session.S)).Status);
        await session.AssertAliveAsync();
    }

    [Fact]
    public async Task An_overlapping_poll_ends_the_session()
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        await session.StartPollAsync();
        await session.PostAsync("421[\"nothing\"]");
        var second = await RawHttp.GetAsync(server.Target, session.S);

        Assert.Equal((400, ""), (second.Status, second.Text));
        Assert.Equal("1", (await session.FinishPollAsync()).Text);
        await server.SaidAsync("""{"closed":"transport error","description":"overlap from client"}""");
        await session.AssertGoneAsync();
    }

    [Fact]
    public async Task A_poll_that_is_reset_ends_the_session()
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        await session.StartPollAsync();
        await session.PostAsync("421[\"nothing\"]");
        session.ResetPoll();

        await server.SaidAsync("""{"closed":"transport error","description":"poll connection closed prematurely"}""");
    }

    [Fact]
    public async Task A_body_one_byte_too_large_gets_413_and_the_session_stays()
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        var packet = "42[\"" + new string('a', 1_000_000 - 6) + "\"]";

        Assert.Equal(OkText, (await session.PostAsync(packet)).Text);
        Assert.Equal(413, (await RawHttp.AskAsync(server.Target, "POST", session.S, body: Wire.Utf8(packet + " "))).Status);
        await session.AssertAliveAsync();
    }

    [Fact]
    public async Task A_body_that_ends_early_ends_the_session()
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var http = await RawHttp.ConnectAsync(server.Target);

        await http.Connection.SendAsync((byte[])[.. RawHttp.Head("POST", session.S, "Content-Length: 50\r\n"), .. "42"u8]);
        http.Connection.Reset();

        await server.SaidAsync("""{"closed":"transport error","description":"data request connection closed prematurely"}""");
    }

    [Theory]
    [InlineData("", "parse error")]
    [InlineData("40\u001e", "parse error")]
    [InlineData("1", "transport close")]
    [InlineData("2", "transport error")]
    public async Task Bad_payloads_are_answered_and_end_the_session(string body, string reason)
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.OpenAsync(server.Target);

        PollingSession.AssertOk(await session.PostAsync(body));
        await Wait.Until(reason, () => server.Saw($"{{\"closed\":\"{reason}\""));
        await session.AssertGoneAsync();
    }

    [Fact]
    public async Task A_slow_join_lets_a_thousand_connects_through()
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.OpenAsync(server.Target);

        await session.SendAsync(Enumerable.Repeat("40", 1000));
        Assert.Equal(1000, (await session.PollAsync()).Packets.Count(p => p.StartsWith("40{\"sid\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Broken_frames_get_their_close_codes()
    {
        await using var server = await StartAsync();

        await CloseCodeAsync(server, 1002, WsFrame.OfText("42[\"a\"]") with { Masked = false });
        await CloseCodeAsync(server, 1002, WsFrame.OfText("42[\"a\"]") with { Rsv = 2 });
        await CloseCodeAsync(server, 1002, new WsFrame(WsOpcode.Ping, new byte[126]));
        await CloseCodeAsync(server, 1002, WsFrame.OfClose(1005));
        await CloseCodeAsync(server, 1007, new WsFrame(WsOpcode.Text, Wire.Hex("34 32 ff fe")));
        await CloseCodeAsync(server, 1009, WsFrame.OfText("4") with { DeclaredLength = 1_000_001 });
        await CloseCodeAsync(server, 1008, [WsFrame.OfText("4") with { Fin = false }, .. Enumerable.Repeat(new WsFrame(WsOpcode.Continuation, []) { Fin = false }, 17_000)]);
        await CloseCodeAsync(server, 1000, WsFrame.OfClose(1000));
        await CloseCodeAsync(server, null, WsFrame.OfText("7"));
    }

    [Theory]
    [InlineData("42{\"a\":1}")]
    [InlineData("40[]")]
    [InlineData("41{}")]
    [InlineData("450-[\"a\"]")]
    public async Task A_bad_packet_is_a_forced_close_on_both_transports(string packet)
    {
        await using var server = await StartAsync();

        foreach (var peer in (Peer[])[await PollingSession.JoinedAsync(server.Target), await WebSocketSession.JoinedAsync(server.Target)])
        {
            await peer.SendAsync(packet);
            await peer.AssertForcedCloseAsync();
            peer.Dispose();
        }

        await Wait.Until("both end", () => server.Count("""{"closed":"forced close"}""") == 2);
    }

    [Fact]
    public async Task Acks_and_binary_packets_are_read_as_they_are()
    {
        await using var server = await StartAsync();

        foreach (var peer in (Peer[])[await PollingSession.JoinedAsync(server.Target), await WebSocketSession.JoinedAsync(server.Target)])
        {
            await peer.SendAsync("""451-7["echo",{"_placeholder":true,"num":0}]""", [1, 2, 3]);
            await peer.AssertNextAsync("""461-7[{"_placeholder":true,"num":0}]""");
            await peer.AssertNextAsync(1, 2, 3);
            await peer.SendAsync("420[\"echo\"]", "42007[\"echo\"]", "429007199254740993[\"echo\"]");
            await peer.AssertNextAsync("430[]");
            await peer.AssertNextAsync("437[]");
            await peer.AssertNextAsync("439007199254740992[]");
            await peer.AssertAliveAsync();
            peer.Dispose();
        }
    }

    [Fact]
    public async Task The_probe_and_the_upgrade_are_read_as_they_are()
    {
        await using var server = await StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var socket = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);
        using var other = await RawWebSocket.ConnectAsync(server.Target, session.UpgradeUrl);

        Assert.Null(await other.ReadCloseAsync("the second upgrade is closed"));
        await session.StartPollAsync();
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", await socket.ReadTextAsync("the probe's answer"));
        Assert.Equal("6", (await session.FinishPollAsync()).Text);
        await socket.SendTextAsync("5", "421[\"echo\"]");
        Assert.Equal("431[]", await socket.ReadTextAsync("an ack on the new transport"));
        Expect.Refused(await RawHttp.GetAsync(server.Target, session.S), 3);
    }

    private static async Task CloseCodeAsync(ReferenceServer server, int? code, params WsFrame[] frames)
    {
        using var session = await WebSocketSession.JoinedAsync(server.Target);
        await session.Socket.Connection.TrySendAsync(WsFrame.Join(frames));
        await session.AssertCloseAsync(code);
    }

    private static async Task<ReferenceServer> StartAsync()
    {
        Assert.SkipWhen(ReferenceServer.Missing is not null, ReferenceServer.Missing ?? "");
        return await ReferenceServer.StartAsync();
    }
}
