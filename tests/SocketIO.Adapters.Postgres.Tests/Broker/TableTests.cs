using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

public sealed class TableTests(PostgresServer server)
{
    [Fact, Trait("Spec", "ADP-057")]
    public async Task Tables_are_created_once_by_many_servers_that_start_together()
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TestNode.StartAsync(cluster, "/", new ConnectionStateRecoveryOptions())));
        Assert.Empty(cluster.Errors);
        Assert.Equal("socket_io_attachments\nsocket_io_packets\nsocket_io_sessions", await TablesAsync(cluster));

        // As the JavaScript adapter's readme has it.
        var columns = await server.ExecuteAsync("SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = 'socket_io_attachments' ORDER BY ordinal_position", cluster.ConnectionString);
        Assert.Equal("id|bigint|NO\ncreated_at|timestamp with time zone|YES\npayload|bytea|YES", columns);
    }

    [Fact, Trait("Spec", "ADP-057")]
    public async Task Servers_without_recovery_need_one_table_and_names_can_be_chosen()
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync(), static options => options.TableName = "public.\"My Table\"");
        var nodes = await TestNode.StartAsync(cluster, 2);
        var socket = await nodes[1].AddAsync("b");
        await nodes[0].EmitAsync("binary", new byte[] { 1 });
        await Wait.Until("it has arrived", () => socket.Received.Count == 1);
        Assert.Equal("My Table", await TablesAsync(cluster));
    }

    [Fact]
    public async Task Tables_are_not_created_unless_wanted()
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync(), static options => options.CreateTables = false);
        var nodes = await TestNode.StartAsync(cluster, 2);
        var socket = await nodes[1].AddAsync("b");
        await nodes[0].EmitAsync("binary", new byte[] { 1 });
        await nodes[0].EmitAsync("text");
        await Wait.Until("text needs no table", () => socket.Received.Contains("42[\"text\"]"));
        Assert.Single(socket.Received);
        Assert.Empty(await TablesAsync(cluster));
    }

    [Fact]
    public async Task A_user_who_may_not_create_tables_needs_none_that_are_there()
    {
        var database = await server.CreateDatabaseAsync();
        var user = $"user{Guid.NewGuid():N}";

        await using (var owner = new PostgresCluster(database))
        {
            await TestNode.StartAsync(owner, "/", new ConnectionStateRecoveryOptions());
        }

        await server.ExecuteAsync($"CREATE USER {user}; REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {user}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {user}", database);
        await using var cluster = new PostgresCluster(database.Replace("Username=postgres", $"Username={user}", StringComparison.Ordinal));
        var nodes = await TestNode.StartAsync(cluster, 2, new ConnectionStateRecoveryOptions());
        var socket = await nodes[1].AddAsync("b");
        await nodes[0].EmitAsync("binary", new byte[] { 1 });
        await Wait.Until("it has arrived", () => socket.Received.Count == 1);
        Assert.Empty(cluster.Errors);
    }

    [Fact, Trait("Spec", "ADP-060")]
    public async Task Old_rows_are_deleted()
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync(), static options => options.CleanupInterval = TimeSpan.FromMilliseconds(300));
        var node = await TestNode.StartAsync(cluster, "/", new ConnectionStateRecoveryOptions { MaxDisconnectionDuration = TimeSpan.FromMinutes(5), MaxPackets = 10 });
        var socket = await node.AddAsync("a");

        for (var i = 0; i < 30; i++)
        {
            await node.EmitAsync("binary", new byte[] { (byte)i });
        }

        await Wait.Until("all have come back", () => socket.Received.Count == 30);
        await server.ExecuteAsync("INSERT INTO socket_io_sessions (pid, expires_at, payload) VALUES ('old', now() - interval '1 second', ''), ('new', now() + interval '1 hour', '')", cluster.ConnectionString);
        await UntilAsync("attachments are deleted", "SELECT count(*) FROM socket_io_attachments", "0");
        await UntilAsync("sessions that have expired are deleted", "SELECT string_agg(pid, ',') FROM socket_io_sessions", "new");

        // Ten, and the one that tells that nothing is missing after it.
        await UntilAsync("packets over the limit are deleted", "SELECT count(*) FROM socket_io_packets", "11");

        await server.ExecuteAsync("UPDATE socket_io_packets SET created_at = now() - interval '10 minutes'", cluster.ConnectionString);
        await UntilAsync("old packets are deleted but for the last", "SELECT count(*) FROM socket_io_packets", "1");

        // And a namespace in which nothing happens for days can be recovered all the same.
        node.Lose(socket);
        await server.ExecuteAsync("UPDATE socket_io_packets SET created_at = now() - interval '1 day'", cluster.ConnectionString);
        await UntilAsync("the last is kept fresh", "SELECT count(*) FROM socket_io_packets WHERE created_at > now() - interval '1 minute'", "1");
        Assert.NotNull(await node.RestoreAsync(socket.Pid, socket.Offset));

        async Task UntilAsync(string what, string sql, string expected)
        {
            var seen = string.Empty;
            await Wait.Until(what, () => (seen = server.ExecuteAsync(sql, cluster.ConnectionString).Result) == expected, () => seen);
        }
    }

    private Task<string> TablesAsync(PostgresCluster cluster)
        => server.ExecuteAsync("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1", cluster.ConnectionString);
}
