using SocketIO.Adapters;
using SocketIO.Adapters.Redis;
using StackExchange.Redis;

namespace SocketIO.Snippets;

internal static class RedisAdapterPage
{
    public static void Add(WebApplicationBuilder builder)
    {
        // snippet: redis-adapter/add
        builder.Services.AddSocketIO().AddRedisAdapter("localhost:6379");
        // end
    }

    public static void Configure(WebApplicationBuilder builder)
    {
        // snippet: redis-adapter/options
        builder.Services.AddSocketIO().AddRedisAdapter("redis-1:6379,password=secret,ssl=true", options =>
        {
            options.Key = "shop";                                   // the "key" of the JavaScript servers
            options.RequestTimeout = TimeSpan.FromSeconds(2);       // "requestsTimeout"
            options.PublishOnSpecificResponseChannel = true;
        });
        // end
    }

    public static void Own(WebApplicationBuilder builder)
    {
        // snippet: redis-adapter/own-connection
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect("localhost:6379,abortConnect=false"));
        builder.Services.AddSocketIO().AddRedisAdapter(services => services.GetRequiredService<IConnectionMultiplexer>());
        // end
    }

    public static async Task Rooms(SocketIOServer io)
    {
        // snippet: redis-adapter/all-rooms
        if (io.Adapter is RedisAdapter adapter)
        {
            IReadOnlyCollection<string> rooms = await adapter.AllRoomsAsync();
        }
        // end
    }

    public static async Task Timeout(SocketIOServer io)
    {
        // snippet: redis-adapter/timeout
        try
        {
            var sockets = await io.In("news").FetchSocketsAsync();
        }
        catch (ClusterTimeoutException exception)
        {
            Console.WriteLine($"{exception.Received} of {exception.Expected} servers have answered, {exception.Sockets.Count} sockets are known");
        }
        // end
    }

    public static async Task Emit()
    {
        // snippet: redis-adapter/emitter
        using var redis = await ConnectionMultiplexer.ConnectAsync("localhost:6379");
        var emitter = RedisEmitter.Create(redis, options => options.Key = "shop");

        await emitter.To("orders").EmitAsync("order", new { id = 17 });
        await emitter.Of("/admin").SocketsJoinAsync("night-shift");
        // end
    }
}
