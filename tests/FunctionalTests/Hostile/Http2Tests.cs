using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>WebSocket over HTTP/2: another road to the same frames, with traps of its own.</summary>
public sealed class Http2Tests
{
    [Fact]
    [Trait("Hostile", "C29")]
    public async Task The_limits_of_request_bodies_do_not_apply_to_a_websocket()
    {
        await using var server = await TestServer.StartAsync(protocols: HttpProtocols.Http2, web: o =>
        {
            o.Limits.MaxRequestBodySize = 2_000;
            o.Limits.MinRequestBodyDataRate = new(240, TimeSpan.FromSeconds(1.1));
        });
        await using var socket = await Http2WebSocket.ConnectAsync(server.Target);
        await JoinAsync(socket);

        // Silence that would be too slow for a body, then more than a body may have.
        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System);

        for (var i = 0; i < 10; i++)
        {
            await socket.SendAsync(WsFrame.OfText("42[\"" + new string('a', 1000) + "\"]"));
        }

        await socket.SendAsync(WsFrame.OfText("421[\"alive\"]"));
        Assert.Equal("431[\"yes\"]", (await socket.ReadFrameAsync("the proof of life")).Text);
        Assert.Equal(10, server.Events.Count);
    }

    [Theory]
    [Trait("Hostile", "C12")]
    [Trait("Hostile", "C13")]
    [Trait("Hostile", "C15")]
    [Trait("Hostile", "C19")]
    [Trait("Hostile", "C29")]
    [InlineData("mask", 1002)]
    [InlineData("rsv", 1002)]
    [InlineData("utf8", 1007)]
    [InlineData("length", 1009)]
    public async Task Broken_frames_get_the_same_codes(string kind, int code)
    {
        await using var server = await TestServer.StartAsync(protocols: HttpProtocols.Http2);
        await using var socket = await Http2WebSocket.ConnectAsync(server.Target);
        await JoinAsync(socket);

        await socket.SendAsync(kind switch
        {
            "mask" => WsFrame.OfText("42[\"a\"]") with { Masked = false },
            "rsv" => WsFrame.OfText("42[\"a\"]") with { Rsv = 4 },
            "utf8" => new WsFrame(WsOpcode.Text, [0xff]),
            _ => WsFrame.OfText("42[\"a\"]") with { DeclaredLength = ulong.MaxValue },
        });
        Assert.Equal(code, (await socket.ReadFrameAsync("the close frame")).CloseCode);
        await server.DisconnectedAsync("transport error", null);
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "C29")]
    [Trait("Rule", "Http2_RapidReset_NoSessionLeak")]
    public async Task Streams_that_are_reset_at_once_leave_no_session()
    {
        await using var server = await TestServer.StartAsync(protocols: HttpProtocols.Http2);

        for (var i = 0; i < 50; i++)
        {
            await using var socket = await Http2WebSocket.ConnectAsync(server.Target);
        }

        await Wait.Until("all sessions are gone", () => server.Io.Engine.ClientsCount == 0, () => server.Io.Engine.ClientsCount);
    }

    [Theory]
    [Trait("Hostile", "C29")]
    [InlineData("?EIO=3&transport=websocket", 400)]
    [InlineData("?EIO=4&transport=polling", 400)]
    [InlineData("?EIO=4&transport=websocket&sid=abc", 400)]
    public async Task Refusals_come_before_the_websocket(string query, int status)
    {
        await using var server = await TestServer.StartAsync(protocols: HttpProtocols.Http2);

        Assert.Equal(status, await Http2WebSocket.RefusedAsync(server.Target, server.Target.Path + query));
    }

    [Fact]
    [Trait("Hostile", "C29")]
    public async Task Polling_works_over_http2()
    {
        await using var server = await TestServer.StartAsync(protocols: HttpProtocols.Http2);
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var url = $"http://127.0.0.1:{server.Target.Port}{server.Target.PollingUrl}";
        var open = await Wait.For("the handshake", http.GetStringAsync(url));
        url += $"&sid={open[9..29]}";

        await Wait.For("the post", http.PostAsync(url, new StringContent("40\u001e421[\"alive\"]")));
        var answer = await Wait.For("the poll", http.GetStringAsync(url));
        Assert.EndsWith("431[\"yes\"]", answer, StringComparison.Ordinal);
        await Wait.For("the close", http.PostAsync(url, new StringContent("1")));
    }

    private static async Task JoinAsync(Http2WebSocket socket)
    {
        Assert.StartsWith("0{", (await socket.ReadFrameAsync("the open packet")).Text, StringComparison.Ordinal);
        await socket.SendAsync(WsFrame.OfText("40"));
        Peer.SidOf((await socket.ReadFrameAsync("the answer to CONNECT")).Text);
    }
}
