using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using SocketIO.Engine;
using SocketIO.Adapters;
using SocketIO.Server;
using SocketIO.Tests;

namespace SocketIO.Proxies;

/// <summary>A web application with a Socket.IO server on a real port, set up as the pages say for one behind a proxy.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _refusedProbes;

    private Node(string name, WebApplication app, SocketIOServer io, WarningLog log)
    {
        Name = name;
        _app = app;
        Io = io;
        Warnings = log.Messages;
        Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public string Name { get; }

    public int Port { get; }

    public SocketIOServer Io { get; }

    /// <summary>Gets how often somebody was told that no new clients are wanted.</summary>
    public int RefusedProbes => Volatile.Read(ref _refusedProbes);

    public ConcurrentQueue<ConnectionErrorContext> Errors { get; } = new();

    /// <summary>Gets why sockets have left.</summary>
    public ConcurrentQueue<string> Reasons { get; } = new();

    public ConcurrentQueue<string> Warnings { get; }

    public static async Task<Node> StartAsync(string name, Action<SocketIOOptions>? options = null, InMemoryCluster? cluster = null)
    {
        var log = new WarningLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Services.AddSocketIO(options);

        if (cluster is not null)
        {
            server.AddInMemoryCluster(cluster);
        }

        builder.Services.AddHealthChecks().AddSocketIO();
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Add(IPAddress.Loopback);
        });

        var app = builder.Build();
        Node? node = null;

        app.Use(async (context, next) =>
        {
            await next(context);

            if (node is not null && context.Request.Path == "/ready" && context.Response.StatusCode == 404)
            {
                Interlocked.Increment(ref node._refusedProbes);
            }
        });
        app.UseForwardedHeaders();
        app.MapHealthChecks("/ready", new HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Unhealthy] = 404 } });
        var io = app.MapSocketIO();
        await app.StartAsync();

        node = new Node(name, app, io, log);
        node.AddHandlers();
        return node;
    }

    /// <summary>Ends all connections without waiting for anybody to fetch a farewell.</summary>
    public Task HangUpAsync() => Io.CloseAsync(new CancellationToken(canceled: true));

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await HangUpAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private void AddHandlers()
    {
        Io.On("whoami", () => Name);
        Io.On("echo", (byte[] data) => data);
        Io.On("headers", (ServerSocket socket, string name) => socket.Handshake.Headers.GetValueOrDefault(name));
        Io.On("address", (ServerSocket socket) => socket.Handshake.Address);

        // Asks back: an acknowledgement within an acknowledgement, and bytes the other way.
        Io.On("ask me", async (ServerSocket socket, byte[] data) => await socket.EmitWithAckAsync<byte[]>("question", data));
        Io.OnDisconnect((ServerSocket _, string reason) => Reasons.Enqueue(reason));
        Io.Engine.OnConnectionError(Errors.Enqueue);
    }
}
