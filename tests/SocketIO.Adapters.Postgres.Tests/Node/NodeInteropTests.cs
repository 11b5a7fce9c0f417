using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>A server of the npm package with its adapter hears what ours keep for recovery, and shares rooms with them. (tests/Cluster has all operations.)</summary>
public sealed class NodeInteropTests(PostgresServer server)
{
    [Theory, Trait("Spec", "ADP-057"), Trait("Spec", "ADP-058"), Trait("Spec", "ADP-059"), Trait("Spec", "ADP-061")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rooms_are_shared_whether_or_not_packets_are_kept(bool isKept)
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync());
        var node = await TestNode.StartAsync(cluster, "/", isKept ? new ConnectionStateRecoveryOptions() : null);
        var socket = await node.AddAsync("net", "room");

        var running = NodeScript.RunAsync<Report>(
            """
            const { createServer } = require("node:http");
            const { Server } = require("socket.io");
            const { io: connect } = require("socket.io-client");
            const { Pool } = require("pg");
            const { createAdapter } = require("@socket.io/postgres-adapter");
            const pool = new Pool({ connectionString: input, max: 2 });
            const errors = [];
            const http = createServer();
            const io = new Server(http, { adapter: createAdapter(pool, { errorHandler: e => errors.push(`${e}`) }) });
            io.on("connection", socket => socket.join("room"));
            await new Promise(done => http.listen(0, "127.0.0.1", done));
            const client = connect(`http://127.0.0.1:${http.address().port}`, { transports: ["websocket"] });
            const received = [];
            let end;
            const ended = new Promise(done => end = done);
            client.onAny((...args) => {
              received.push(JSON.stringify(args.map(a => Buffer.isBuffer(a) ? a.toString("hex") : typeof a === "string" && a.length > 100 ? a.length : a)));
              if (args[0] === "end") end();
            });
            await new Promise(done => client.on("connect", done));
            while (await io.of("/").adapter.serverCount() < 2) await new Promise(done => setImmediate(done));
            io.emit("from node", 1, Buffer.from([1, 2]));
            io.to("room").emit("to the room");
            io.to("net").emit("ready");
            await ended;
            const sockets = (await io.fetchSockets()).map(s => s.id);
            client.close();
            await new Promise(done => io.close(done));
            await pool.end();
            return { received, sockets: sockets.filter(id => id === "net").length, errors };
            """,
            PostgresServer.UrlOf(cluster.ConnectionString));

        await Wait.Until("Node is ready", () => socket.Received.Contains("42[\"ready\"]") || running.IsCompleted, () => string.Join(' ', socket.Received), TimeSpan.FromSeconds(60));
        await Wait.Until("all of it has come", () => socket.Received.Count == 3 || running.IsFaulted, () => string.Join(' ', socket.Received));
        await node.EmitAsync("all", 1);
        await node.Adapter.BroadcastAsync(TestNode.Event("room", new byte[] { 3, 4 }), Target.Everyone.WithRooms("room"));
        await node.EmitAsync("large", new string('x', 9000));
        await node.EmitAsync("same");
        await node.EmitAsync("same");
        await node.Adapter.BroadcastAsync(TestNode.Event("nobody"), Target.Everyone.WithExcept("room"));
        await Wait.Until("all is published", () => node.Adapter.IsIdle);

        // Node reads rows after it has been notified of what comes after them.
        await Wait.Until("rows are read", () => server.ExecuteAsync("SELECT 1", cluster.ConnectionString).Result == "1");
        await node.EmitAsync("end", "of it");
        var report = await Wait.For("Node to end", running, TimeSpan.FromSeconds(60));

        Assert.Equal(["42[\"ready\"]", "42[\"to the room\"]", "451-[\"from node\",1,{\"_placeholder\":true,\"num\":0}]#0102"], socket.Received.Where(static packet => packet.Contains("ready", StringComparison.Ordinal) || packet.Contains("room\"", StringComparison.Ordinal) && !packet.Contains("[\"room", StringComparison.Ordinal) || packet.Contains("node", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(1, report.Sockets);
        Assert.Empty(report.Errors);
        Assert.Equal(["[\"all\",1]", "[\"same\"]", "[\"same\"]", "[\"end\",\"of it\"]"], report.Received.Where(static e => e.Contains("all", StringComparison.Ordinal) || e.Contains("same", StringComparison.Ordinal) || e.Contains("end", StringComparison.Ordinal)));
        Assert.DoesNotContain("[\"nobody\"]", report.Received);
        Assert.Equal(["[\"all\",1]", "[\"end\",\"of it\"]", "[\"from node\",1,\"0102\"]", "[\"large\",9000]", "[\"room\",\"0304\"]", "[\"same\"]", "[\"same\"]", "[\"to the room\"]"], report.Received.Order(StringComparer.Ordinal));
        Assert.Equal(0, cluster.Counted("messages.dropped"));
    }

    private sealed record Report(string[] Received, int Sockets, string[] Errors);
}
