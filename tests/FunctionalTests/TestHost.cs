using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Adapters;
using SocketIO.Server;

namespace SocketIO.Tests;

/// <summary>A web application with a Socket.IO server, on a real port.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestHost(WebApplication app, SocketIOServer io)
    {
        _app = app;
        Io = io;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public int Port => Address.Port;

    public SocketIOServer Io { get; }

    public static async Task<TestHost> StartAsync(Action<SocketIOServer> configure, Action<SocketIOOptions>? options = null, Action<ISocketIOBuilder>? extend = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Services.AddSocketIO(options);
        extend?.Invoke(server);

        var app = builder.Build();
        var io = app.MapSocketIO();
        configure(io);
        await app.StartAsync();
        return new TestHost(app, io);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
