using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Adapters;
using SocketIO.Server;

namespace SocketIO.Client.Tests;

/// <summary>This repository's own server on a real port.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LiveServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public SocketIOServer Io => _app.Services.GetRequiredService<SocketIOServer>();

    public static async Task<LiveServer> StartAsync(Action<SocketIOOptions>? options = null, Action<ISocketIOBuilder>? build = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var io = builder.Services.AddSocketIO(o =>
        {
            o.ShutdownTimeout = TimeSpan.FromMilliseconds(100);
            options?.Invoke(o);
        });
        build?.Invoke(io);
        var app = builder.Build();
        app.MapSocketIO();
        await app.StartAsync();
        return new LiveServer(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
