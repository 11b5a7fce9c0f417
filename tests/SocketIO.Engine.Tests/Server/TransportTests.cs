using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Tests;

namespace SocketIO.Engine.Tests;

public sealed class TransportTests
{
    [Fact]
    [Trait("Spec", "EIO-033")]
    [Trait("Spec", "EIO-059")]
    [Trait("Spec", "TST-012")]
    [Trait("Spec", "SRV-128")]
    [Trait("Spec", "SRV-129")]
    [Trait("Spec", "T-115")]
    public async Task The_application_gets_the_session_after_the_open_packet_was_queued()
    {
        await using var host = await EngineHost.StartAsync();
        using var socket = await host.OpenWebSocketAsync();

        var open = await socket.ReceiveTextAsync();
        var session = (await host.ConnectionAsync()).Session;

        Assert.Equal($$"""0{"sid":"{{session.Id}}","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""", open);
    }

    [Fact]
    [Trait("Spec", "EIO-089")]
    [Trait("Spec", "TST-039")]
    [Trait("Spec", "TST-040")]
    public async Task One_packet_is_one_message_and_messages_keep_their_order()
    {
        await using var host = await EngineHost.StartAsync();
        using var socket = await host.OpenWebSocketAsync();
        await socket.ReceiveTextAsync();

        await socket.SendTextAsync("4one");
        await socket.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, true, default);
        await socket.SendTextAsync("4two");

        Assert.Equal("4one", await socket.ReceiveTextAsync());
        Assert.Equal("B010203", await socket.ReceiveTextAsync());
        Assert.Equal("4two", await socket.ReceiveTextAsync());
    }

    [Fact]
    [Trait("Spec", "EIO-092")]
    [Trait("Spec", "TST-048")]
    public async Task A_shared_packet_is_framed_once_for_all_sessions()
    {
        await using var host = await EngineHost.StartAsync();
        using var first = await host.OpenWebSocketAsync();
        using var second = await host.OpenWebSocketAsync();
        await first.ReceiveTextAsync();
        await second.ReceiveTextAsync();
        var packet = new Protocol.EncodedPacket("4shared"u8.ToArray(), [[9, 8]]);

        foreach (var session in host.Server.Clients)
        {
            await session.SendAsync(packet);
        }

        foreach (var socket in new[] { first, second })
        {
            Assert.Equal("4shared", await socket.ReceiveTextAsync());
            Assert.Equal("B0908", await socket.ReceiveTextAsync());
        }

        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(packet.WebSocketFrames, out var one));
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(packet.WebSocketFrames, out var other));
        Assert.Same(one.Array, other.Array);
    }

    [Fact]
    [Trait("Spec", "EIO-068")]
    public async Task A_peer_without_binary_support_gets_and_sends_base64()
    {
        await using var host = await EngineHost.StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(host.Client.BaseAddress!.ToString().Replace("http", "ws") + "engine.io/?EIO=4&transport=websocket&b64=1"), default);
        await socket.ReceiveTextAsync();

        await socket.SendTextAsync("bAQIDBA==");

        Assert.Equal("bAQIDBA==", await socket.ReceiveTextAsync());
    }

    [Fact]
    [Trait("Spec", "EIO-023")]
    [Trait("Spec", "EIO-005")]
    public async Task Only_the_transports_that_were_chosen_are_served()
    {
        await using var host = await EngineHost.StartAsync(o => o.Transports = Transports.Polling);

        var open = await host.Client.GetStringAsync(EngineHost.Query());
        Assert.Contains("\"upgrades\":[]", open);
        await Assert.ThrowsAsync<WebSocketException>(() => host.OpenWebSocketAsync());
        Assert.Equal(RequestError.UnknownTransport, Assert.Single(host.Errors).Code);
    }

    [Fact]
    [Trait("Spec", "EIO-086")]
    [Trait("Spec", "TST-031")]
    public async Task A_body_that_is_still_arriving_is_abandoned_when_the_session_ends()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port);
        await tcp.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"POST {EngineHost.Query(sid)} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n4never"));
        await Wait.Until("the body to begin", () => connection.Session.Polling!.IsUploading);

        connection.Session.Close(discard: true);

        await Wait.For("the connection to end", Assert.ThrowsAsync<IOException>(async () => await tcp.GetStream().ReadExactlyAsync(new byte[1])));
        Assert.Empty(connection.Messages);
    }

    [Fact]
    [Trait("Spec", "EIO-075")]
    [Trait("Spec", "TST-053")]
    public async Task Responses_do_not_depend_on_the_user_agent_and_are_never_stored()
    {
        await using var host = await EngineHost.StartAsync();
        host.Client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Mozilla/4.0 (compatible;MSIE 8.0; Trident/4.0)");

        using var response = await host.Client.GetAsync(EngineHost.Query());

        Assert.False(response.Headers.Contains("X-XSS-Protection"));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    [Trait("Spec", "EIO-113")]
    [Trait("Spec", "TST-052")]
    public async Task Headers_of_the_client_are_kept_and_its_cookie_decides_nothing()
    {
        await using var host = await EngineHost.StartAsync(o => o.Cookie = new EngineCookieOptions());
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-Extra", "42");
        socket.Options.SetRequestHeader("Cookie", "io=somebody-else");
        await socket.ConnectAsync(new Uri(host.Client.BaseAddress!.ToString().Replace("http", "ws") + EngineHost.Query(transport: "websocket")[1..]), default);
        var open = await socket.ReceiveTextAsync();

        var session = (await host.ConnectionAsync()).Session;

        Assert.Contains(session.Id, open);
        Assert.Equal("42", session.Request.Headers["x-extra"]);
        Assert.Equal("io=somebody-else", session.Request.Headers["cookie"]);
    }

    [Fact]
    [Trait("Spec", "TST-024")]
    [Trait("Spec", "TST-033")]
    public async Task The_end_of_a_WebSocket_has_the_reason_of_the_side_that_ended_it()
    {
        await using var host = await EngineHost.StartAsync();
        using var leaving = await host.OpenWebSocketAsync();
        using var garbled = await host.OpenWebSocketAsync();
        await leaving.ReceiveTextAsync();
        await garbled.ReceiveTextAsync();

        await leaving.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await garbled.SendTextAsync("garbage");

        Assert.Equal(CloseReason.TransportClose, (await Wait.For("the client to leave", (await host.ConnectionAsync(0)).Closed)).Reason);
        Assert.Equal(CloseReason.ParseError, (await Wait.For("the garbage to be refused", (await host.ConnectionAsync(1)).Closed)).Reason);
        Assert.Equal(WebSocketText.EmptyClose, await garbled.ReceiveTextAsync());
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    [Trait("Spec", "TST-044")]
    [Trait("Spec", "TST-038")]
    public async Task Large_text_of_many_scripts_survives(string transport)
    {
        await using var host = await EngineHost.StartAsync();
        var text = string.Concat(Enumerable.Repeat("héllo € 😀 тест ", 20_000));

        if (transport is "polling")
        {
            var sid = await host.OpenPollingAsync();
            await host.PostAsync(sid, "4" + text);
            Assert.Equal("4" + text, await host.PollTextAsync(sid));
            return;
        }

        using var socket = await host.OpenWebSocketAsync();
        await socket.ReceiveTextAsync();
        (await host.ConnectionAsync()).Handler = received =>
        {
            Assert.Equal(text, received);
            return default;
        };
        await socket.SendTextAsync("4" + text);
        await Wait.Until("the text", () => !host.Connections.First().Messages.IsEmpty);
        Assert.Equal(text, host.Connections.First().Messages.Single());
    }

    [Fact]
    [Trait("Spec", "EIO-021")]
    [Trait("Spec", "TST-059")]
    [Trait("Spec", "T-101")]
    public async Task Several_servers_and_the_endpoints_of_the_application_share_one_host()
    {
        var opened = new List<string>();
        await using var first = Server("first");
        await using var second = Server("second");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapEngineIO("/first/", first);
        app.MapEngineIO("/second", second);
        app.MapGet("/hello", () => "world");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        await client.GetStringAsync("/second/?EIO=4&transport=polling");
        await client.GetStringAsync("/first/?EIO=4&transport=polling");

        Assert.Equal("world", await client.GetStringAsync("/hello"));
        Assert.Equal(["second", "first"], opened);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/engine.io/?EIO=4&transport=polling")).StatusCode);

        EngineServer Server(string name) => new(
            new EngineOptions(),
            session =>
            {
                opened.Add(name);
                return new EngineHost.Echo(session);
            },
            TimeProvider.System,
            NullLoggerFactory.Instance);
    }
}
