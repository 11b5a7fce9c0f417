using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SocketIO.Server;
using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

public sealed class BuilderTests(PostgresServer server)
{
    [Fact, Trait("Spec", "ADP-057")]
    public async Task Servers_join_however_the_database_is_named()
    {
        var database = await server.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var first = Build(builder => builder.AddPostgresAdapter(database, static options => options.ChannelPrefix = "joined"));
        await using var second = Build(builder => builder.AddPostgresAdapter(source, static options => options.ChannelPrefix = "joined"));
        await using var third = Build(builder => builder.AddPostgresAdapter(static options => options.ChannelPrefix = "joined"), services => services.AddSingleton(source));
        var servers = new[] { first, second, third }.Select(static services => services.GetRequiredService<SocketIOServer>()).ToArray();
        var told = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        servers[2].OnServerSide("tell", (int value) => told.TrySetResult(value));

        foreach (var io in servers)
        {
            await Wait.Until("it knows the others", () => io.Adapter.CountServersAsync(default).AsTask().Result == 3);
        }

        await servers[0].ServerSideEmitAsync("tell", 5);
        Assert.Equal(5, await Wait.For("the event to arrive", told.Task));
        await second.DisposeAsync();
        await Wait.Until("the others know that it has gone", () => servers[0].Adapter.CountServersAsync(default).AsTask().Result == 2);

        // What is not its own is left open.
        await using var connection = await source.OpenConnectionAsync();
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
    }

    [Theory]
    [InlineData("ChannelPrefix")]
    [InlineData("PacketsTableName")]
    [InlineData("SessionsTableName")]
    [InlineData("PayloadThreshold")]
    [InlineData("MaxQueuedBytes")]
    [InlineData("CleanupInterval")]
    [InlineData("RequestTimeout")]
    [InlineData("HeartbeatTimeout")]
    public void Options_that_cannot_work_are_refused_at_once(string option)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => Build(builder => builder.AddPostgresAdapter("Host=x", options =>
        {
            var property = typeof(PostgresAdapterOptions).GetProperty(option)!;
            property.SetValue(options, property.PropertyType == typeof(string) ? string.Empty : Activator.CreateInstance(property.PropertyType));
        })));

        Assert.Contains(option, exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Action<ISocketIOBuilder> add, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        configure?.Invoke(services);
        add(services.AddSocketIO());
        return services.BuildServiceProvider();
    }
}
