using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Tests;

namespace SocketIO.Engine.Tests;

/// <summary>WebSockets that go on without the HTTP request that opened them.</summary>
public sealed class DetachedWebSocketTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_request_ends_and_the_websocket_goes_on(bool isSecure)
    {
        await using var host = await Host.StartAsync(isSecure: isSecure);
        using var socket = await host.OpenAsync();

        await Wait.Until("the request has ended", () => host.Ended == 1);

        await socket.SendTextAsync("4still here");
        Assert.Equal("4still here", await socket.ReceiveTextAsync());
        Assert.Equal(1, host.Server.ClientsCount);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", default);
        await Wait.Until("the session has ended", () => host.Server.ClientsCount == 0);
    }

    [Fact]
    public async Task Nothing_of_the_request_is_kept()
    {
        await using var host = await Host.StartAsync();
        using var socket = await host.OpenAsync();
        await Wait.Until("the request has ended", () => host.Ended == 1);

        await Wait.Until("the request is collected", () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !host.Request!.TryGetTarget(out _);
        });

        await socket.SendTextAsync("4still here");
        Assert.Equal("4still here", await socket.ReceiveTextAsync());
    }

    [Fact]
    public async Task An_upgraded_session_is_detached_too()
    {
        await using var host = await Host.StartAsync();
        using var client = new HttpClient { BaseAddress = host.Address };
        var sid = (await client.GetStringAsync(EngineHost.Query()))[9..29];

        using var socket = await host.OpenAsync(sid);
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", await socket.ReceiveTextAsync());
        await socket.SendTextAsync("5");
        await Wait.Until("both requests have ended", () => host.Ended == 2);

        await socket.SendTextAsync("4upgraded");
        Assert.Equal("4upgraded", await socket.ReceiveTextAsync());
    }

    [Fact]
    public async Task What_is_sent_right_behind_the_request_is_read()
    {
        await using var host = await Host.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        var stream = client.GetStream();

        byte[] masked = [0x81, 0x84, 0, 0, 0, 0, .. "4hey"u8];
        await stream.WriteAsync((byte[])[.. System.Text.Encoding.ASCII.GetBytes(
            $"GET {EngineHost.Query(null, "websocket")} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), .. masked]);

        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        var seen = new System.Text.StringBuilder();
        var buffer = new char[256];

        while (!seen.ToString().EndsWith("4hey", StringComparison.Ordinal))
        {
            var read = await Wait.For("the echo", reader.ReadAsync(buffer).AsTask());
            Assert.NotEqual(0, read);
            seen.Append(buffer, 0, read);
        }
    }

    [Theory]
    [InlineData(false, true, null)]
    [InlineData(true, false, null)]
    [InlineData(true, true, 10)]
    public async Task Elsewhere_the_request_lasts_as_long_as_its_websocket(bool option, bool endpoint, int? limit)
    {
        await using var host = await Host.StartAsync(o => o.DetachWebSockets = option, endpoint, limit: limit);
        using var socket = await host.OpenAsync();

        await socket.SendTextAsync("4hey");
        Assert.Equal("4hey", await socket.ReceiveTextAsync());
        Assert.Equal(0, host.Ended);

        socket.Abort();
        await Wait.Until("the request has ended", () => host.Ended == 1);
    }

    // Where AddSocketIO puts it: the endpoint defaults come before UseHttps.
    [Fact]
    public async Task Below_TLS_the_request_lasts_and_everything_is_passed_on()
    {
        await using var host = await Host.StartAsync(isSecure: true, endpoint: false, below: listen => listen.UseDetachedWebSockets());
        using var socket = await host.OpenAsync();

        var text = "4" + new string('x', 50_000);
        await socket.SendTextAsync(text);
        Assert.Equal(text, await socket.ReceiveTextAsync());
        Assert.Equal(0, host.Ended);

        socket.Abort();
        await Wait.Until("the request has ended", () => host.Ended == 1);
    }

    [Fact]
    public async Task A_stopping_server_ends_it()
    {
        await using var host = await Host.StartAsync();
        using var socket = await host.OpenAsync();
        await Wait.Until("the request has ended", () => host.Ended == 1);

        var stopping = host.Server.CloseAsync();
        var end = await Wait.For("the close frame", socket.ReceiveAsync(new byte[16].AsMemory(), default).AsTask());
        Assert.Equal(WebSocketMessageType.Close, end.MessageType);
        await Wait.For("the server has stopped", stopping);
        Assert.Equal(0, host.Server.ClientsCount);
    }

    [Fact]
    public async Task A_middleware_above_that_throws_afterwards_does_not_end_it()
    {
        await using var host = await Host.StartAsync(above: listen => listen.Use(next => async connection =>
        {
            await next(connection);
            throw new InvalidOperationException("The middleware failed.");
        }));
        using var socket = await host.OpenAsync();
        await Wait.Until("the request has ended", () => host.Ended == 1);

        await socket.SendTextAsync("4still here");
        Assert.Equal("4still here", await socket.ReceiveTextAsync());
    }

    [Fact]
    public async Task Of_two_on_one_connection_the_inner_one_detaches()
    {
        var ended = 0;
        await using var host = await Host.StartAsync(above: listen =>
        {
            listen.Use(next => async connection =>
            {
                await next(connection);
                Interlocked.Increment(ref ended);
            });
            listen.UseDetachedWebSockets();
        });
        using var socket = await host.OpenAsync();
        await Wait.Until("the request has ended", () => host.Ended == 1);

        await socket.SendTextAsync("4still here");
        Assert.Equal("4still here", await socket.ReceiveTextAsync());
        Assert.Equal(0, ended);

        socket.Abort();
        await Wait.Until("the connection has ended", () => Volatile.Read(ref ended) == 1);
    }

    [Fact]
    public async Task What_middlewares_do_behind_the_end_of_the_request_does_not_touch_it()
    {
        var completed = 0;
        await using var host = await Host.StartAsync(http: app => app.Use(async (context, next) =>
        {
            context.Response.OnCompleted(() => Task.FromResult(completed++));
            await next(context);

            if (context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols)
            {
                await Assert.ThrowsAnyAsync<Exception>(() => context.Response.WriteAsync("too late"));
                throw new InvalidOperationException("The middleware failed.");
            }
        }));
        using var socket = await host.OpenAsync();

        await socket.SendTextAsync("4still here");
        Assert.Equal("4still here", await socket.ReceiveTextAsync());
        Assert.Equal(1, completed);
    }

    [Fact]
    public async Task A_client_that_resets_while_the_request_ends_leaves_nothing_behind()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await Host.StartAsync(http: app => app.Use(async (context, next) =>
        {
            await next(context);
            await gate.Task;
        }));

        using (var socket = await host.OpenAsync())
        {
            socket.Abort();
        }

        gate.SetResult();
        await Wait.Until("the session has ended", () => host.Server.ClientsCount == 0);
    }

    [Fact]
    public async Task A_host_that_stops_ends_it()
    {
        await using var host = await Host.StartAsync();
        using var socket = await host.OpenAsync();
        await Wait.Until("the request has ended", () => host.Ended == 1);

        // Nobody has closed the sessions before: Kestrel aborts what is left when its time is up.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await Wait.For("the host has stopped", host.StopAsync(now.Token));
        await Wait.Until("the session has ended", () => host.Server.ClientsCount == 0);
    }

    [Fact]
    public async Task The_timeouts_of_HTTP_hold_on_connections_that_open_no_websocket()
    {
        // Kestrel's own clock, which no test can move.
        await using var host = await Host.StartAsync(kestrel: kestrel => kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: a\r\n"u8.ToArray());

        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("HTTP/1.1 408 ", await Wait.For("the end of the request", reader.ReadToEndAsync()), StringComparison.Ordinal);
    }

    private sealed class Host : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly bool _isSecure;

        private Host(WebApplication app, EngineServer server, bool isSecure)
        {
            _app = app;
            _isSecure = isSecure;
            Server = server;
        }

        public EngineServer Server { get; }

        public Uri Address => new(_app.Urls.Single());

        public int Ended { get; private set; }

        public WeakReference<HttpContext>? Request { get; private set; }

        public static async Task<Host> StartAsync(
            Action<EngineOptions>? configure = null,
            bool endpoint = true,
            bool isSecure = false,
            int? limit = null,
            Action<ListenOptions>? above = null,
            Action<ListenOptions>? below = null,
            Action<KestrelServerOptions>? kestrel = null,
            Action<WebApplication>? http = null)
        {
            var options = new EngineOptions();
            configure?.Invoke(options);
            var server = new EngineServer(options, session => new EngineHost.Echo(session), TimeProvider.System, NullLoggerFactory.Instance);

            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(k =>
            {
                k.Limits.MaxConcurrentUpgradedConnections = limit;
                kestrel?.Invoke(k);
                k.Listen(IPAddress.Loopback, 0, listen =>
                {
                    below?.Invoke(listen);

                    if (isSecure)
                    {
                        listen.UseHttps(WebSocketHost.Certificate.Value);
                    }

                    if (endpoint)
                    {
                        listen.UseDetachedWebSockets();
                    }

                    above?.Invoke(listen);
                });
            });

            var app = builder.Build();
            var host = new Host(app, server, isSecure);
            app.Use(host.ObserveAsync);
            http?.Invoke(app);
            app.UseRouting();
            app.MapEngineIO("/engine.io/", server);
            await app.StartAsync();
            return host;
        }

        public async Task<ClientWebSocket> OpenAsync(string? sid = null)
        {
            var socket = new ClientWebSocket();
            socket.Options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
            await socket.ConnectAsync(new Uri($"{(_isSecure ? "wss" : "ws")}://127.0.0.1:{Address.Port}{EngineHost.Query(sid, "websocket")}"), default);

            if (sid is null)
            {
                Assert.StartsWith("0{", await socket.ReceiveTextAsync(), StringComparison.Ordinal);
            }

            return socket;
        }

        public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await _app.DisposeAsync();
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private async Task ObserveAsync(HttpContext context, RequestDelegate next)
        {
            Request = new WeakReference<HttpContext>(context);
            await next(context);
            Ended++;
        }
    }
}
