using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Engine;

namespace SocketIO.Tests;

/// <summary>A whole session over the WebSockets that are not a TCP connection's own: those of HTTP/2 and of test servers.</summary>
public sealed class EngineOverHttp2Tests
{
    [Fact]
    [Trait("Hostile", "C29")]
    public async Task A_session_runs_over_http2()
    {
        await using var app = await StartAsync(host => host.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2)));
        using var client = new ClientWebSocket();
        client.Options.HttpVersion = HttpVersion.Version20;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        var uri = new UriBuilder(app.Urls.Single()) { Scheme = "ws", Path = "/engine.io/", Query = "EIO=4&transport=websocket" }.Uri;
        await Wait.For("the connection", client.ConnectAsync(uri, invoker, CancellationToken.None));
        await TalkAsync(client);
    }

    [Fact]
    public async Task A_session_runs_on_a_test_server()
    {
        await using var app = await StartAsync(host => host.UseTestServer());
        using var client = await Wait.For("the connection", app.GetTestServer().CreateWebSocketClient()
            .ConnectAsync(new Uri("ws://localhost/engine.io/?EIO=4&transport=websocket"), CancellationToken.None));
        await TalkAsync(client);
    }

    private static async Task TalkAsync(WebSocket client)
    {
        Assert.StartsWith("0{\"sid\":\"", await ReceiveAsync(client), StringComparison.Ordinal);
        await client.SendAsync("4hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Assert.Equal("4hello", await ReceiveAsync(client));
        await Wait.For("the close handshake", client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None));
    }

    private static async Task<WebApplication> StartAsync(Action<IWebHostBuilder> configure)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        configure(builder.WebHost);
        var app = builder.Build();
        var server = new EngineServer(new EngineOptions(), session => new Echo(session), TimeProvider.System, NullLoggerFactory.Instance);
        app.MapEngineIO("/engine.io/", server);
        await app.StartAsync();
        return app;
    }

    private static async Task<string> ReceiveAsync(WebSocket client)
    {
        var buffer = new byte[4096];
        var result = await Wait.For("a message", client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask());
        Assert.True(result.EndOfMessage);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private sealed class Echo(EngineSession session) : IEngineConnection
    {
        public ValueTask OnMessageAsync(EngineMessage message) => session.SendMessageAsync(Encoding.UTF8.GetString(message.Data.Span));

        public void OnClosed(CloseReason reason, string? description)
        {
        }
    }
}
