using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Engine;
using SocketIO.Server;
using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>
/// A server of ours on real Kestrel at a free port, on a clock that only the test moves. It records what the
/// application sees, and when it is disposed of it proves that nothing was left behind.
/// </summary>
internal sealed partial class TestServer : IAsyncDisposable
{
    private const string WebSocketOf = "WebSocketOf";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ConnectionErrorContext> _connectionErrors = new();
    private int _requests;

    private TestServer(WebApplication app, SocketIOServer io, ManualTimeProvider clock, LogCapture log)
    {
        _app = app;
        Io = io;
        Clock = clock;
        Log = log;
    }

    public Target Target { get; private set; } = null!;

    public SocketIOServer Io { get; }

    public ManualTimeProvider Clock { get; }

    public LogCapture Log { get; }

    /// <summary>Gets the refused requests, oldest first.</summary>
    public IReadOnlyCollection<ConnectionErrorContext> ConnectionErrors => _connectionErrors;

    /// <param name="options">Changes the server's options.</param>
    /// <param name="web">Changes Kestrel's.</param>
    /// <param name="smallSendBuffer">Makes the kernel take little of what the server sends, so that a client that does not read is felt early.</param>
    /// <param name="protocols">The versions of HTTP to speak.</param>
    public static Task<TestServer> StartAsync(
        Action<SocketIOOptions>? options = null,
        Action<KestrelServerOptions>? web = null,
        bool smallSendBuffer = false,
        HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o =>
        {
            // Counted below what goes on without HTTP.
            o.ConfigureEndpointDefaults(static listen =>
            {
                listen.Use(static next => connection => CountAsync(connection, next));
                listen.UseDetachedWebSockets();
            });
            o.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
            web?.Invoke(o);
        });

        if (smallSendBuffer)
        {
            builder.WebHost.UseSockets(o => o.CreateBoundListenSocket = ListenWithSmallBuffers);
        }

        builder.Services.AddRouting();
        builder.Services.AddSocketIO(options ?? (_ => { }));

        // On the thread pool: what runs in a server must not be tied to the few threads that run tests.
        return Task.Run(() => StartAsync(builder));
    }

    private static async Task<TestServer> StartAsync(WebApplicationBuilder builder)
    {
        var clock = new ManualTimeProvider();

        // A real clock never stands at zero.
        clock.Advance(TimeSpan.FromHours(1));
        var log = new LogCapture();
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(clock);
        var app = builder.Build();

        try
        {
            TestServer server = null!;
            app.Use((context, next) => server.CountAsync(context, next));
            app.UseRouting();
            server = new TestServer(app, app.MapSocketIO(), clock, log);
            server.Record();
            await app.StartAsync();
            server.Target = new Target(new Uri(app.Urls.Single()).Port);
            return server;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static Socket ListenWithSmallBuffers(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SendBufferSize = 4096;
        socket.ReceiveBufferSize = 4096;
        return socket;
    }

    /// <summary>Gets the only refused request: its code, and one value of its context.</summary>
    public (int Code, string Key, string? Value) SingleError(string key)
    {
        var error = Assert.Single(_connectionErrors);
        return ((int)error.Code, key, error.Context.GetValueOrDefault(key)?.ToString());
    }

    /// <summary>Waits until exactly so many requests are being handled; an open WebSocket is one.</summary>
    public Task RequestsAsync(int count) =>
        Wait.Until($"{count} requests are open", () => Volatile.Read(ref _requests) == count, () => Volatile.Read(ref _requests));

    /// <summary>Gives what has been started a fair chance to finish. Only what must <em>not</em> happen may rely on it.</summary>
    public static async Task SettledAsync()
    {
        // The pool serves other tests too, so its quiet is not waited for without end.
        for (int quiet = 0, rounds = 0; quiet < 5 && rounds < 50; rounds++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            quiet = ThreadPool.PendingWorkItemCount == 0 ? quiet + 1 : 0;
        }
    }

    /// <summary>Moves the clock step by step, letting everything settle in between, until something has happened.</summary>
    public async Task AdvanceUntilAsync(string what, TimeSpan step, TimeSpan total, Func<bool> condition)
    {
        for (var moved = TimeSpan.Zero; moved < total && !condition(); moved += step)
        {
            Clock.Advance(step);
            await SettledAsync();
        }

        await Wait.Until(what, condition);
    }

    public async ValueTask DisposeAsync()
    {
        // Clients that a test has left open must end by the clock alone, whatever they were doing.
        LetSlowJoinsIn();
        Release();

        for (var i = 0; i < 5 && Io.Engine.ClientsCount > 0; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(60));
            await SettledAsync();
        }

        var left = $"sessions {Io.Engine.ClientsCount}, sockets {Io.SocketsCount}, rooms {RoomCount}, requests {_requests}";

        try
        {
            await Wait.Until(
                "nothing is left behind",
                () => Io.Engine.ClientsCount == 0 && Io.SocketsCount == 0 && RoomCount == 0 && Volatile.Read(ref _requests) == 0,
                () => $"sessions {Io.Engine.ClientsCount}, sockets {Io.SocketsCount}, rooms {RoomCount}, requests {_requests}; before: {left}",
                TimeSpan.FromSeconds(5));
        }
        finally
        {
            await Task.Run(() => _app.DisposeAsync().AsTask());
        }

        Assert.True(Log.Errors.Count == 0, "Errors were logged: " + string.Join("\n", Log.Errors));
    }

    // A WebSocket may go on without its request: it is open for as long as its connection then.
    private async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        var connection = context.Features.GetRequiredFeature<IConnectionItemsFeature>();
        Interlocked.Increment(ref _requests);

        try
        {
            await next(context);
        }
        finally
        {
            if (context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols)
            {
                connection.Items[WebSocketOf] = this;
            }
            else
            {
                Interlocked.Decrement(ref _requests);
            }
        }
    }

    private static async Task CountAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            await next(connection);
        }
        finally
        {
            if (connection.Items.TryGetValue(WebSocketOf, out var server))
            {
                Interlocked.Decrement(ref ((TestServer)server!)._requests);
            }
        }
    }
}
