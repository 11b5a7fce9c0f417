using Npgsql;
using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

public sealed class PostgresEmitterTests(PostgresServer server)
{
    [Fact, Trait("Spec", "ADP-076"), Trait("Spec", "ADP-025")]
    public async Task Events_reach_the_clients_of_all_servers_in_order()
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync(), static options => options.ChannelPrefix = "own");
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString);
        var nodes = await TestNode.StartAsync(cluster, 2);
        var chat = await TestNode.StartAsync(cluster, "/chat", nodeId: nodes[0].NodeId);
        TestSocket[] sockets = [await nodes[0].AddAsync("a", "room"), await nodes[1].AddAsync("b")];
        var other = await chat.AddAsync("c");
        var emitter = PostgresEmitter.Create(source, static options => options.ChannelPrefix = "own");
        var sending = new List<Task>();

        for (var i = 0; i < 200; i++)
        {
            sending.Add(emitter.EmitAsync("same").AsTask());
            sending.Add(emitter.EmitAsync("n", i, new byte[] { (byte)i }).AsTask());
        }

        sending.Add(emitter.EmitAsync("large", new string('x', 20_000)).AsTask());
        sending.Add(emitter.To("room").EmitAsync("for a").AsTask());
        sending.Add(emitter.Except("room").EmitAsync("for b").AsTask());

        // Not lost with the namespace, as in JavaScript.
        sending.Add(emitter.Of("chat").EmitAsync("for c").AsTask());
        sending.Add(emitter.In("room").SocketsJoinAsync("second").AsTask());
        sending.Add(emitter.To("second").EmitAsync("end").AsTask());
        await Wait.For("all is published", Task.WhenAll(sending));
        await Wait.Until("the last has arrived", () => sockets[0].Received.LastOrDefault() == "42[\"end\"]", () => sockets[0].Received.Count);
        await Wait.Until("the other has got it", () => sockets[1].Received.Count == 402 && other.Received.Count == 1, () => sockets[1].Received.Count);

        var expected = Enumerable.Range(0, 200).SelectMany(static i => new[] { "42[\"same\"]", $"451-[\"n\",{i},{{\"_placeholder\":true,\"num\":0}}]#{(byte)i:x2}" });
        Assert.Equal([.. expected, $"42[\"large\",\"{new string('x', 20_000)}\"]", "42[\"for a\"]", "42[\"end\"]"], sockets[0].Received);
        Assert.Equal("42[\"for b\"]", sockets[1].Received.Last());
        Assert.Equal(["42/chat,[\"for c\"]"], other.Received);
        Assert.Equal(2, nodes[0].ServerCount);
        Assert.Equal(0, cluster.Counted("messages.lost"));
    }

    [Fact, Trait("Spec", "ADP-062"), Trait("Spec", "ADP-076")]
    public async Task The_emitter_of_JavaScript_which_names_no_namespace_is_heard()
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync());
        var main = await TestNode.StartAsync(cluster);
        var chat = await TestNode.StartAsync(cluster, "/chat", nodeId: main.NodeId);
        var a = await main.AddAsync("a", "room");
        var b = await main.AddAsync("b");
        var c = await chat.AddAsync("c");

        await NodeScript.RunAsync<bool>(
            """
            const { Pool } = require("pg");
            const { Emitter } = require("@socket.io/postgres-emitter");
            const pool = new Pool({ connectionString: input, max: 1 });
            const emitter = new Emitter(pool);
            emitter.emit("all", 1);
            emitter.to("room").emit("bin", Buffer.from([1, 2]));
            emitter.except("room").emit("large", "x".repeat(9000));
            emitter.of("/chat").emit("chat");
            emitter.in("room").socketsJoin("second");
            emitter.serverSideEmit("tell", 1);
            emitter.to("second").emit("end");
            emitter.to("b").emit("end");
            // The pool has one connection: when it has answered this, it has done all that was asked before, but for what follows the insertion of a row.
            await new Promise(done => setImmediate(done));
            for (let i = 0; i < 4; i++) await pool.query("SELECT 1");
            await pool.end();
            return true;
            """,
            PostgresServer.UrlOf(cluster.ConnectionString));

        await Wait.Until("a has got it", () => a.Received.Count == 3, () => string.Join(' ', a.Received));
        await Wait.Until("b has got it", () => b.Received.Count == 3, () => string.Join(' ', b.Received));
        await Wait.Until("c has got it", () => c.Received.Count == 1);
        await Wait.Until("the server was told", () => main.ServerEvents.Contains("tell"));
        Assert.Equal(["42[\"all\",1]", "42[\"end\"]", "451-[\"bin\",{\"_placeholder\":true,\"num\":0}]#0102"], a.Received.Order(StringComparer.Ordinal));
        Assert.Equal(["42[\"all\",1]", "42[\"end\"]", $"42[\"large\",\"{new string('x', 9000)}\"]"], b.Received.Order(StringComparer.Ordinal));
        Assert.Equal(["42/chat,[\"chat\"]"], c.Received);
        Assert.Equal(1, main.ServerCount);
        Assert.Equal(0, cluster.Counted("messages.dropped"));
    }

    [Fact, Trait("Spec", "ADP-076")]
    public async Task What_it_sends_is_there_for_clients_that_come_back()
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync());
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString);
        var nodes = await TestNode.StartAsync(cluster, 2, new ConnectionStateRecoveryOptions());
        var socket = await nodes[0].AddAsync("a");
        var witness = await nodes[1].AddAsync("witness");
        var emitter = PostgresEmitter.Create(source);
        await emitter.EmitAsync("seen", 1);
        await Wait.Until("it has arrived", () => socket.Received.Count == 1);
        Assert.NotNull(socket.Offset);
        nodes[0].Lose(socket);
        await emitter.EmitAsync("missed", 2);
        await emitter.EmitAsync("missed", new byte[] { 3 });
        await emitter.Volatile.EmitAsync("volatile");
        await Wait.Until("all have passed", () => witness.Received.Count == 4);

        TestSocket? back = null;
        await Wait.Until("the client is back", () => (back = nodes[1].RestoreAsync(socket.Pid, socket.Offset).Result) is not null);
        Assert.Equal(2, back!.Received.Count);
        Assert.All(back.Received, static packet => Assert.Contains("missed", packet, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_emits_is_told_when_the_database_does_not_take_it()
    {
        var emitter = PostgresEmitter.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");
        await Assert.ThrowsAsync<NpgsqlException>(async () => await emitter.EmitAsync("lost"));

        await using var source = NpgsqlDataSource.Create(await server.CreateDatabaseAsync());
        var withoutTable = PostgresEmitter.Create(source);
        var fine = withoutTable.EmitAsync("text");
        var refused = withoutTable.EmitAsync("binary", new byte[] { 1 });
        await fine;
        await Assert.ThrowsAsync<PostgresException>(async () => await refused);
        Assert.Throws<ArgumentException>(() => PostgresEmitter.Create(source, static options => options.TableName = "no table"));
    }
}
