using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocketIO.Engine;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>A server without a network, on a clock that the test moves.</summary>
internal sealed class ServerHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="wrap">What the server sees of the services, if it is not they themselves.</param>
    public ServerHarness(
        Action<SocketIOOptions>? configure = null, Action<IServiceCollection>? addServices = null, Func<IServiceProvider, IServiceProvider>? wrap = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<ILoggerProvider>(Logs);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug));
        services.AddSocketIO(configure);
        addServices?.Invoke(services);
        _services = services.BuildServiceProvider();
        Io = wrap is null
            ? _services.GetRequiredService<SocketIOServer>()
            : new SocketIOServer(string.Empty, _services.GetRequiredService<IOptions<SocketIOOptions>>().Value, wrap(_services));
        Io.OnError(error => Errors.Enqueue(error));
    }

    public ManualTimeProvider Time { get; } = new();

    public SocketIOServer Io { get; }

    public IServiceProvider Services => _services;

    /// <summary>Gets what the application's code has thrown.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<SocketErrorContext> Errors { get; } = new();

    public RecordingLoggerProvider Logs { get; } = new();

    /// <summary>Opens a connection that has not joined a namespace yet.</summary>
    /// <param name="request">Changes the request that opens it.</param>
    /// <param name="protocol">The revision of Engine.IO: 3 for a client of Socket.IO 2, which is in the main namespace at once.</param>
    public LoopbackClient Open(Action<HttpContext>? request = null, int protocol = 4)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/socket.io/";
        context.Request.QueryString = new QueryString("?EIO=4&transport=websocket");
        request?.Invoke(context);
        var (transport, session) = LoopbackTransport.Open(Io.Engine, HandshakeRequest.From(context, Time.GetUtcNow()), protocol);
        return new LoopbackClient(transport, session);
    }

    /// <summary>Opens a connection and joins a namespace.</summary>
    public async Task<LoopbackClient> ConnectAsync(string ns = "/", string auth = "")
    {
        var client = Open();
        await client.JoinAsync(ns, auth);
        return client;
    }

    /// <summary>Opens a connection, joins a namespace and finds the server's side of it.</summary>
    public async Task<(LoopbackClient Client, ServerSocket Socket)> ConnectSocketAsync(string ns = "/", string auth = "")
    {
        var client = Open();
        var id = await client.JoinAsync(ns, auth);
        var socket = Io.Of(ns).FindSocket(id);
        Assert.NotNull(socket);
        return (client, socket);
    }

    public async ValueTask DisposeAsync()
    {
        // Without waiting: the clock that would end the wait for a stalled client stands still.
        await Io.CloseAsync(new CancellationToken(canceled: true));
        await Io.DisposeAsync();
        await _services.DisposeAsync();
    }
}
