using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>What AddSocketIO does to Kestrel's endpoints.</summary>
public sealed class DetachedWebSocketsTests
{
    [Fact]
    public async Task AddSocketIO_lets_websockets_go_on_without_their_requests()
        => Assert.True(await IsDetachedAsync(_ => { }, services => services.AddSocketIO()));

    [Fact]
    public async Task Endpoint_defaults_of_the_application_win_wherever_they_stand()
    {
        var seen = 0;
        void Configure(IServiceCollection services)
            => services.Configure<KestrelServerOptions>(kestrel => kestrel.ConfigureEndpointDefaults(_ => seen++));

        Assert.False(await IsDetachedAsync(Configure, services => services.AddSocketIO()));
        Assert.False(await IsDetachedAsync(services => services.AddSocketIO(), Configure));
        Assert.Equal(2, seen);
    }

    [Fact]
    public void Several_servers_prepare_the_endpoints_once()
    {
        var services = new ServiceCollection();
        services.AddSocketIO();
        services.AddSocketIO("admin");

        Assert.Single(services, static service => service.ImplementationType == typeof(DetachedWebSockets));
    }

    private static async Task<bool> IsDetachedAsync(params Action<IServiceCollection>[] configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        Array.ForEach(configure, step => step(builder.Services));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));

        await using var app = builder.Build();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Use(async (context, next) =>
        {
            await next(context);
            ended.SetResult();
        });
        app.UseRouting();
        app.MapSocketIO().OnDisconnect((_, _) => closed.SetResult());
        await app.StartAsync();

        using var socket = new ClientWebSocket();
        var address = new UriBuilder(app.Urls.Single()) { Scheme = "ws", Path = "/socket.io/", Query = "?EIO=4&transport=websocket" };
        await socket.ConnectAsync(address.Uri, default);
        await socket.SendAsync("40"u8.ToArray(), WebSocketMessageType.Text, true, default);

        // The handshake, and the answer to the CONNECT packet: by now HTTP has either ended or will not.
        await Wait.For("the handshake", socket.ReceiveAsync(new byte[256].AsMemory(), default).AsTask());
        await Wait.For("the connection", socket.ReceiveAsync(new byte[256].AsMemory(), default).AsTask());
        var isDetached = ended.Task.IsCompleted;

        socket.Abort();
        await Wait.For("the end of the socket", closed.Task);
        await Wait.For("the end of the request", ended.Task);
        return isDetached;
    }
}
