using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SocketIO.Server.Tests;

/// <summary>A web application on a real port, and raw clients for it.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebHost(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public SocketIOServer Io => _app.Services.GetRequiredService<SocketIOServer>();

    public static async Task<WebHost> StartAsync(Action<WebApplication>? map = null, Action<SocketIOOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        // Clients of these tests go without saying so, and nobody wants to wait for them.
        builder.Services.AddSocketIO(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        builder.Services.AddSocketIO(options);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        (map ?? (static a => a.MapSocketIO()))(app);
        await app.StartAsync();
        return new WebHost(app);
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    public async Task<int> StatusOfAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        return (int)response.StatusCode;
    }

    /// <summary>Opens a polling session and returns the query that continues it.</summary>
    public async Task<string> OpenPollingAsync(string path = "/socket.io/")
    {
        var handshake = await Http.GetStringAsync($"{path}?EIO=4&transport=polling");
        return $"{path}?EIO=4&transport=polling&sid={JsonDocument.Parse(handshake[1..]).RootElement.GetProperty("sid").GetString()}";
    }

    public async Task PostAsync(string session, string body)
    {
        using var response = await Http.PostAsync(session, new StringContent(body));
        Assert.Equal("ok", await response.Content.ReadAsStringAsync());
    }

    /// <summary>Opens a WebSocket session; its handshake has been read.</summary>
    public async Task<ClientWebSocket> OpenWebSocketAsync(string path = "/socket.io/")
    {
        var socket = new ClientWebSocket();
        var address = new UriBuilder(Http.BaseAddress!) { Scheme = "ws", Path = path, Query = "EIO=4&transport=websocket" };
        await socket.ConnectAsync(address.Uri, CancellationToken.None);
        Assert.StartsWith("0{", await ReceiveAsync(socket));
        return socket;
    }

    public static Task SendAsync(ClientWebSocket socket, string packet)
        => socket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>Takes the next packet; null when the server has closed.</summary>
    public static async Task<string?> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        var received = await SocketIO.Tests.Wait.For("a WebSocket message", socket.ReceiveAsync(buffer, CancellationToken.None));
        return received.MessageType is WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
