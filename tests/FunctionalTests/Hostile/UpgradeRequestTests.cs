using SocketIO.Engine;
using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>Requests for a WebSocket, before the first frame.</summary>
public sealed class UpgradeRequestTests
{
    private static readonly string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    [Theory]
    [Trait("Hostile", "C1")]
    [Trait("Spec", "TST-027")]
    [Trait("Rule", "Upgrade_UnknownTransport_400Code0")]
    [InlineData("?EIO=4")]
    [InlineData("?EIO=4&transport=")]
    [InlineData("?EIO=4&transport=__proto__")]
    [InlineData("?EIO=4&transport=constructor")]
    [InlineData("?EIO=4&transport=POLLING")]
    public async Task An_upgrade_to_an_unknown_transport_is_refused(string query)
    {
        await using var server = await TestServer.StartAsync();

        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(server.Target, server.Target.Path + query), 0);
        Assert.Equal(RequestError.UnknownTransport, Assert.Single(server.ConnectionErrors).Code);
    }

    [Fact]
    [Trait("Hostile", "C2")]
    public async Task An_upgrade_to_polling_is_refused_before_it_is_made()
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal(400, (await RawWebSocket.RefusedAsync(server.Target, server.Target.PollingUrl)).Status);
        Assert.Equal(0, server.Io.Engine.ClientsCount);
    }

    [Theory]
    [Trait("Hostile", "C3")]
    [InlineData("?transport=websocket")]
    [InlineData("?EIO=3&transport=websocket")]
    [InlineData("?EIO=5&transport=websocket")]
    public async Task Another_protocol_version_is_refused_before_the_upgrade(string query)
    {
        await using var server = await TestServer.StartAsync();

        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(server.Target, server.Target.Path + query), 5);
    }

    [Theory]
    [Trait("Hostile", "C4")]
    [InlineData("abc")]
    [InlineData("__proto__")]
    public async Task An_upgrade_of_an_unknown_session_is_refused(string sid)
    {
        await using var server = await TestServer.StartAsync();

        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(server.Target, $"{server.Target.WebSocketUrl}&sid={sid}"), 1);
    }

    [Theory]
    [Trait("Hostile", "C5")]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task An_upgrade_is_a_get(string method)
    {
        await using var server = await TestServer.StartAsync();

        Expect.UpgradeRefused(await RawWebSocket.RefusedAsync(server.Target, server.Target.WebSocketUrl, method: method), 2);
    }

    [Theory]
    [Trait("Hostile", "C6")]
    [InlineData("12")]
    [InlineData("")]
    [InlineData("13, 8")]
    public async Task An_unknown_websocket_version_is_told_the_known_one(string version)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await RawHttp.GetAsync(
            server.Target,
            server.Target.WebSocketUrl,
            $"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: {version}\r\nSec-WebSocket-Key: {Key}\r\n");
        Assert.Equal((400, "13"), (reply.Status, reply.Header("Sec-WebSocket-Version")));
        Assert.Equal(0, server.Io.Engine.ClientsCount);
    }

    [Theory]
    [Trait("Hostile", "C7")]
    [InlineData("Sec-WebSocket-Key: short\r\n")]
    [InlineData("")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=!\r\n")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==dGhl\r\n")]
    public async Task A_bad_key_is_refused(string headers)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await RawHttp.GetAsync(
            server.Target,
            server.Target.WebSocketUrl,
            $"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n{headers}");
        Assert.Equal(400, reply.Status);
        Assert.Equal(0, server.Io.Engine.ClientsCount);
    }

    [Theory]
    [Trait("Hostile", "C8")]
    [InlineData("h2c")]
    [InlineData("websocketx")]
    [InlineData("TLS/1.0")]
    public async Task An_upgrade_to_something_else_is_refused(string protocol)
    {
        await using var server = await TestServer.StartAsync();

        var reply = await RawHttp.GetAsync(
            server.Target,
            server.Target.WebSocketUrl,
            $"Connection: Upgrade\r\nUpgrade: {protocol}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Key}\r\n");
        Assert.Equal(400, reply.Status);
    }

    [Fact]
    [Trait("Hostile", "C9")]
    public async Task An_upgrade_on_another_path_is_the_application_s()
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal(404, (await RawWebSocket.RefusedAsync(server.Target, "/chat?EIO=4&transport=websocket")).Status);
        Assert.Empty(server.ConnectionErrors);
    }

    [Theory]
    [Trait("Hostile", "C10")]
    [Trait("Rule", "Upgrade_RefusedThenRst")]
    [InlineData("?EIO=4&transport=__proto__", "websocket")]
    [InlineData("?EIO=4&transport=websocket", "h2c")]
    [InlineData("?EIO=4&transport=websocket&sid=abc", "websocket")]
    public async Task A_refused_upgrade_followed_by_a_reset_does_no_harm(string query, string protocol)
    {
        await using var server = await TestServer.StartAsync();
        var request = RawHttp.Head("GET", server.Target.Path + query, $"Connection: Upgrade\r\nUpgrade: {protocol}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Key}\r\n");

        for (var i = 0; i < 350; i++)
        {
            using var connection = await RawConnection.OpenAsync(server.Target);
            await connection.SendAsync(request);
            connection.Reset();
        }

        using var session = await WebSocketSession.JoinedAsync(server.Target);
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "C10")]
    public async Task An_accepted_upgrade_followed_by_a_reset_leaves_no_session()
    {
        await using var server = await TestServer.StartAsync();
        var request = RawWebSocket.UpgradeRequest(server.Target.WebSocketUrl);

        for (var i = 0; i < 200; i++)
        {
            using var connection = await RawConnection.OpenAsync(server.Target);
            await connection.SendAsync(request);
            connection.Reset();
        }

        await Wait.Until("all sessions are gone", () => server.Io.Engine.ClientsCount == 0, () => server.Io.Engine.ClientsCount);
    }

    [Fact]
    [Trait("Hostile", "C11")]
    public async Task Frames_may_travel_with_the_request()
    {
        await using var server = await TestServer.StartAsync();
        using var socket = await RawWebSocket.ConnectAsync(
            server.Target,
            server.Target.WebSocketUrl,
            first: WsFrame.Join(WsFrame.OfText("40"), WsFrame.OfText("421[\"alive\"]")));

        Assert.StartsWith("0{", await socket.ReadTextAsync("the open packet"), StringComparison.Ordinal);
        Peer.SidOf(await socket.ReadTextAsync("the answer to CONNECT"));
        Assert.Equal("431[\"yes\"]", await socket.ReadTextAsync("the ack"));
    }

    [Theory]
    [Trait("Hostile", "C11")]
    [Trait("Spec", "TST-006")]
    [Trait("Rule", "Ws_BadFrameInSameSegmentAsUpgrade")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bad_frame_may_travel_with_the_request(bool slow)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await TestServer.StartAsync(o =>
        {
            if (slow)
            {
                o.AllowRequest = async (_, _) =>
                {
                    await gate.Task;
                    return RequestVerdict.Allow;
                };
                o.GenerateId = async _ =>
                {
                    await Task.Yield();
                    return Guid.NewGuid().ToString("N");
                };
            }
        });

        foreach (var frame in (WsFrame[])[WsFrame.OfText("40") with { Rsv = 3 }, WsFrame.OfText("40") with { Masked = false }, new WsFrame(15, [])])
        {
            var connecting = RawWebSocket.ConnectAsync(server.Target, server.Target.WebSocketUrl, first: frame.ToBytes());
            gate.TrySetResult();
            using var socket = await connecting;
            Assert.Equal(1002, await socket.ReadCloseAsync("the close frame"));
        }

        await Wait.Until("all sessions are gone", () => server.Io.Engine.ClientsCount == 0);
    }

    [Theory]
    [Trait("Rule", "Ws_ExtensionHeaderFuzz")]
    [InlineData("constructor")]
    [InlineData("permessage-deflate; server_max_window_bits=99")]
    [InlineData("permessage-deflate; client_max_window_bits=\"")]
    [InlineData(";;;,,,===\"")]
    [InlineData("permessage-deflate; __proto__=1; permessage-deflate; permessage-deflate")]
    public async Task Odd_extension_offers_are_ignored_or_refused(string offer)
    {
        await using var server = await TestServer.StartAsync(o => o.PerMessageDeflate = new());
        using var http = await RawHttp.ConnectAsync(server.Target);

        await http.Connection.SendAsync(RawWebSocket.UpgradeRequest(server.Target.WebSocketUrl, $"Sec-WebSocket-Extensions: {offer}\r\n"));
        var reply = await http.ReadReplyAsync();
        Assert.True(reply.Status is 101 or 400, reply.ToString());
        Assert.Null(reply.Header("Sec-WebSocket-Extensions"));
    }

    [Fact]
    [Trait("Rule", "Ws_HeaderFuzz_LinearTime")]
    public async Task Long_subprotocol_offers_cost_nothing()
    {
        await using var server = await TestServer.StartAsync();
        using var http = await RawHttp.ConnectAsync(server.Target);

        await http.Connection.SendAsync(RawWebSocket.UpgradeRequest(server.Target.WebSocketUrl, $"Sec-WebSocket-Protocol: b{new string(' ', 20_000)}x\r\n"));
        Assert.True((await http.ReadReplyAsync()).Status is 101 or 400);
    }
}
