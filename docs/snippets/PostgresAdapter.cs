using Npgsql;
using SocketIO.Adapters;
using SocketIO.Adapters.Postgres;

namespace SocketIO.Snippets;

internal static class PostgresAdapter
{
    public static void Add(WebApplicationBuilder builder)
    {
        // snippet: postgres-adapter/add
        builder.Services.AddSocketIO().AddPostgresAdapter(builder.Configuration.GetConnectionString("Chat")!);
        // end
    }

    public static void Options(WebApplicationBuilder builder, string connectionString)
    {
        // snippet: postgres-adapter/options
        builder.Services.AddSocketIO().AddPostgresAdapter(connectionString, options =>
        {
            options.ChannelPrefix = "chat";
            options.TableName = "chat.attachments";
            options.HeartbeatTimeout = TimeSpan.FromSeconds(15);
            options.OnError = error => Console.WriteLine(error.Message);
        });
        // end
    }

    public static void Source(WebApplicationBuilder builder, string connectionString)
    {
        // snippet: postgres-adapter/source
        builder.Services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        builder.Services.AddSocketIO().AddPostgresAdapter();
        // end
    }

    public static void Recover(WebApplicationBuilder builder, string connectionString)
    {
        // snippet: postgres-adapter/recovery
        builder.Services
            .AddSocketIO(options => options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions())
            .AddPostgresAdapter(connectionString);
        // end
    }

    public static async Task EmitAsync(string connectionString)
    {
        // snippet: postgres-adapter/emitter
        await using var source = NpgsqlDataSource.Create(connectionString);
        var emitter = PostgresEmitter.Create(source);

        await emitter.EmitAsync("news", "for everybody");
        await emitter.Of("/chat").To("room1").EmitAsync("news", new byte[] { 1, 2, 3 });
        await emitter.In("room1").SocketsJoinAsync("room2");
        await emitter.In("room1").DisconnectSocketsAsync();
        await emitter.ServerSideEmitAsync("reload", "prices");
        // end
    }
}
