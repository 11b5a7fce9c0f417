using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Engine;
using SocketIO.Server;

namespace SocketIO.Tests;

/// <summary>A real server that has nothing but the client's files.</summary>
internal sealed class ClientBundleHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private ClientBundleHost(WebApplication app, ConcurrentQueue<string> log)
    {
        _app = app;
        _client = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new(app.Urls.Single()) };
        Logged = log;
    }

    /// <summary>Gets what was logged at Warning or above.</summary>
    public ConcurrentQueue<string> Logged { get; }

    public static async Task<ClientBundleHost> StartAsync(EngineCorsOptions? cors = null, ClientBundleFiles? files = null)
    {
        var log = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new QueueLoggerProvider(log));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var bundle = new ClientBundle(files ?? ClientBundleFiles.Embedded, cors, app.Services.GetRequiredService<ILoggerFactory>());

        app.Map("/socket.io/{name}", (RequestDelegate)(context =>
        {
            var name = (string)context.GetRouteValue("name")!;
            context.Response.StatusCode = StatusCodes.Status400BadRequest;

            if (!ClientBundleFiles.Contains(name))
            {
                return Task.CompletedTask;
            }

            context.Response.StatusCode = StatusCodes.Status200OK;
            return bundle.ServeAsync(context, name);
        }));

        await app.StartAsync();
        return new(app, log);
    }

    public async Task<HttpResponseMessage> SendAsync(string name, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"/socket.io/{name}");

        foreach (var (header, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return await Wait.For($"the answer for {name}", _client.SendAsync(request));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class QueueLoggerProvider(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
