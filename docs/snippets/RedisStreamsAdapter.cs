using SocketIO.Adapters.Redis;
using StackExchange.Redis;

namespace SocketIO.Snippets;

internal static class RedisStreamsAdapter
{
    public static void Add(WebApplicationBuilder builder)
    {
        // snippet: redis-streams-adapter/add
        builder.Services
            .AddSocketIO(options => options.ConnectionStateRecovery = new())
            .AddRedisStreamsAdapter("localhost:6379");
        // end
    }

    public static void Configure(WebApplicationBuilder builder)
    {
        // snippet: redis-streams-adapter/options
        builder.Services.AddSocketIO().AddRedisStreamsAdapter("redis-1:6379,password=secret,ssl=true", options =>
        {
            options.StreamName = "shop";
            options.ChannelPrefix = "shop";
            options.SessionKeyPrefix = "shop:session:";
            options.MaxLength = 100_000;
        });
        // end
    }

    public static void Own(WebApplicationBuilder builder)
    {
        // snippet: redis-streams-adapter/own-connection
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect("localhost:6379,abortConnect=false"));
        builder.Services.AddSocketIO().AddRedisStreamsAdapter(services => services.GetRequiredService<IConnectionMultiplexer>());
        // end
    }

    public static async Task Emit()
    {
        // snippet: redis-streams-adapter/emitter
        using var redis = await ConnectionMultiplexer.ConnectAsync("localhost:6379");
        var emitter = RedisStreamsEmitter.Create(redis, options => options.StreamName = "shop");

        await emitter.To("orders").EmitAsync("order", new { id = 17 });
        await emitter.Of("/admin").SocketsJoinAsync("night-shift");
        // end
    }
}
