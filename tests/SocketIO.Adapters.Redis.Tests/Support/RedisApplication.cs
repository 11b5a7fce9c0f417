using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocketIO.Protocol;
using SocketIO.Server;
using SocketIO.Tests;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>A server on a real port with the Redis adapter, whose clients make it use each operation.</summary>
internal sealed class RedisApplication : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConnectionMultiplexer _emitters;

    private RedisApplication(WebApplication app, ConnectionMultiplexer emitters)
    {
        _app = app;
        _emitters = emitters;
    }

    public string Url => _app.Urls.Single();

    public static async Task<RedisApplication> StartAsync(RedisServer redis, Action<RedisAdapterOptions> configure)
    {
        var options = new RedisAdapterOptions();
        configure(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSocketIO().AddRedisAdapter(redis.Configuration, configure);
        var app = builder.Build();
        var emitters = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        AddHandlers(app.MapSocketIO(), RedisEmitter.Create(emitters, emitter => emitter.Key = options.Key));
        await app.StartAsync();
        return new RedisApplication(app, emitters);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _emitters.CloseAsync();
        _emitters.Dispose();
    }

    private static void AddHandlers(SocketIOServer io, SocketIOEmitter emitter)
    {
        io.On("join", async (ServerSocket socket, string room) =>
        {
            await socket.JoinAsync(room);
            return true;
        });
        io.On("data", (ServerSocket socket, byte[] bytes) =>
        {
            socket.Data["bytes"] = bytes;
            socket.Data["name"] = "of .NET";
            return true;
        });
        io.On("cast", async (string room) =>
        {
            await io.To(room).EmitAsync("from-net", 1, new byte[] { 1, 2 }, new { date = DateTimeOffset.UnixEpoch });
            return true;
        });
        io.On("find", async (string room) => (await io.In(room).FetchSocketsAsync()).Select(static socket => socket.Id).Order().ToArray());
        io.On("ask-all", async () => (await io.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<string>("ask")).Responses.Order().ToArray());
        io.On("ask-servers", async () => await io.ServerSideEmitWithAckAsync<string>("ask-server", "net"));
        io.OnServerSide("ask-server", (string from) => $"net to {from}");
        io.On("rooms", async () => (await ((RedisAdapter)io.Adapter).AllRoomsAsync()).Order().ToArray());
        io.On("all-join", async (string room) =>
        {
            await io.SocketsJoinAsync(room);
            return true;
        });
        io.On("emitter", async (string room) =>
        {
            await emitter.To(room).EmitAsync("from-net-emitter", "hi", new byte[] { 3 });
            await emitter.SocketsJoinAsync("by-net-emitter");
            return true;
        });
    }
}
