using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Tests;

namespace SocketIO.Engine.Tests;

/// <summary>An Engine.IO server on a real port that echoes messages, and clients for it.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EngineHost(WebApplication app, EngineServer server, TimeProvider time)
    {
        _app = app;
        Server = server;
        Time = time;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public EngineServer Server { get; }

    public TimeProvider Time { get; }

    public HttpClient Client { get; }

    public ConcurrentQueue<Echo> Connections { get; private init; } = new();

    public ConcurrentQueue<ConnectionErrorContext> Errors { get; } = new();

    public static async Task<EngineHost> StartAsync(Action<EngineOptions>? configure = null, TimeProvider? time = null, Action<EngineServer>? prepare = null)
    {
        var options = new EngineOptions();
        configure?.Invoke(options);
        var connections = new ConcurrentQueue<Echo>();
        time ??= TimeProvider.System;

        var server = new EngineServer(
            options,
            session =>
            {
                var echo = new Echo(session);
                connections.Enqueue(echo);
                return echo;
            },
            time,
            NullLoggerFactory.Instance);
        prepare?.Invoke(server);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapEngineIO("/engine.io/", server);
        await app.StartAsync();

        var host = new EngineHost(app, server, time) { Connections = connections };
        server.OnConnectionError(host.Errors.Enqueue);
        return host;
    }

    public static string Query(string? sid = null, string transport = "polling")
        => $"/engine.io/?EIO=4&transport={transport}{(sid is null ? "" : $"&sid={sid}")}";

    public async Task<string> OpenPollingAsync()
    {
        var open = await Client.GetStringAsync(Query());
        return open[9..29];
    }

    public Task<HttpResponseMessage> PollAsync(string sid) => Client.GetAsync(Query(sid));

    public async Task<string> PollTextAsync(string sid) => await (await PollAsync(sid)).Content.ReadAsStringAsync();

    public Task<HttpResponseMessage> PostAsync(string sid, string body) => Client.PostAsync(Query(sid), new StringContent(body, Encoding.UTF8, "text/plain"));

    public async Task<ClientWebSocket> OpenWebSocketAsync(string? sid = null)
    {
        var socket = new ClientWebSocket();
        await Wait.For("the WebSocket to open", socket.ConnectAsync(new Uri(Client.BaseAddress!.ToString().Replace("http", "ws") + Query(sid, "websocket")[1..]), CancellationToken.None));
        return socket;
    }

    public Task<Echo> ConnectionAsync(int index = 0)
        => Wait.Until($"session {index} to be handed to the application", () => Connections.Count > index)
            .ContinueWith(_ => Connections.ElementAt(index), TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        await _app.DisposeAsync();
    }

    internal sealed class Echo(EngineSession session) : IEngineConnection
    {
        private readonly TaskCompletionSource<(CloseReason, string?)> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EngineSession Session { get; } = session;

        public ConcurrentQueue<string> Messages { get; } = new();

        public Func<string, ValueTask>? Handler { get; set; }

        public Task<(CloseReason Reason, string? Description)> Closed => _closed.Task;

        public ValueTask OnMessageAsync(EngineMessage message)
        {
            if (message.IsBinary)
            {
                return Session.SendMessageAsync(message.Data);
            }

            var text = Encoding.UTF8.GetString(message.Data.Span);
            Messages.Enqueue(text);
            return Handler?.Invoke(text) ?? Session.SendMessageAsync(text);
        }

        public void OnClosed(CloseReason reason, string? description) => _closed.SetResult((reason, description));
    }
}
