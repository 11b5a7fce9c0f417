using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Server;

namespace SocketIO.Tests.InMemory;

/// <summary>
/// A web application with a Socket.IO server, reached through <see cref="MemoryTransport"/>.
/// </summary>
internal sealed class MemoryServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MemoryTransport _transport;

    private MemoryServer(WebApplication app, MemoryTransport transport)
    {
        _app = app;
        _transport = transport;
        Io = app.Services.GetRequiredService<SocketIOServer>();
    }

    public SocketIOServer Io { get; }

    /// <summary>Starts a server that takes any number of clients and logs nowhere, unless <paramref name="services"/> says so.</summary>
    public static async Task<MemoryServer> StartAsync(Action<SocketIOOptions>? options = null, Action<IServiceCollection>? services = null)
    {
        var transport = new MemoryTransport();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:1");
        builder.Services.AddSingleton<IConnectionListenerFactory>(transport);
        builder.Services.AddSocketIO(o =>
        {
            o.MaxUnjoinedSessions = int.MaxValue;
            o.MaxUnjoinedSessionsPerAddress = int.MaxValue;
        });
        builder.Services.AddSocketIO(options);
        services?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapSocketIO();
        await app.StartAsync();
        return new MemoryServer(app, transport);
    }

    /// <summary>Connects a client over WebSocket and joins a namespace.</summary>
    public async Task<MemoryClient> ConnectAsync(string ns = "/")
    {
        var client = new MemoryClient(_transport.Connect());
        await client.OpenAsync();
        await client.JoinAsync(ns);
        return client;
    }

    /// <summary>Connects many clients to the default namespace.</summary>
    public async Task<MemoryClient[]> ConnectAsync(int count)
    {
        var clients = new MemoryClient[count];

        for (var i = 0; i < count; i++)
        {
            clients[i] = await ConnectAsync();
        }

        return clients;
    }

    public async ValueTask DisposeAsync()
    {
        // Without waiting: no client answers the close, and the clock that would end the wait may stand still.
        var now = new CancellationToken(canceled: true);
        await Io.CloseAsync(now);
        await _app.StopAsync(now);
        await _app.DisposeAsync();
    }
}
