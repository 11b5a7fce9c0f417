using System.Diagnostics;

namespace SocketIO.Tests.Cluster;

/// <content>Events from processes that are no servers.</content>
public abstract partial class ClusterMatrix
{
    [Fact]
    [Trait("Spec", "ADP-025")]
    [Trait("Spec", "ADP-073")]
    public async Task Our_emitter_reaches_all_servers()
    {
        var clients = await JoinAsync();
        var (root, connection) = await Cluster.CreateEmitterAsync();
        var emitter = root.Of(_namespace);
        await emitter.EmitAsync("all", 1, new { a = "b" });
        await emitter.EmitAsync("bin", new byte[] { 1, 2 });
        await emitter.To(clients["js2"].Sid, clients["net2"].Sid).EmitAsync("two");
        await emitter.Except(clients["js2"].Sid).Volatile.Compress(false).EmitAsync("not js2");
        await emitter.In(clients["js1"].Sid, clients["net1"].Sid).SocketsJoinAsync("room");
        await Until("the rooms are known", async () => (await RunAsync("net2", "fetchSockets", new { rooms = new[] { "room" } })).GetArrayLength() == 2);
        await emitter.To("room").EmitAsync("room");
        await emitter.ServerSideEmitAsync("tell", "from outside");
        await emitter.EmitAsync("settled");

        foreach (var (name, client) in clients)
        {
            await Wait.Until($"{name} has got the last event", () => client.Received.Contains("[\"settled\"]"), () => string.Join('\n', client.Received));
            await CountAsync(client, name switch { "js1" or "net1" => 5, "net2" => 5, _ => 4 });
            string[] two = name is "js2" or "net2" ? ["[\"two\"]"] : [];
            string[] not = name is "js2" ? [] : ["[\"not js2\"]"];
            string[] room = name is "js1" or "net1" ? ["[\"room\"]"] : [];
            Got(client, ["[\"all\",1,{\"a\":\"b\"}]", "[\"bin\",{\"_placeholder\":true,\"num\":0}]#0102", .. two, .. not, .. room]);
            await Until($"{name} was told", async () => (await RunAsync(name, "serverEvents")).GetRawText() == "[[\"tell\",\"from outside\"]]");
        }

        await emitter.In("room").SocketsLeaveAsync("room");
        await emitter.In(clients["js1"].Sid, clients["net1"].Sid).DisconnectSocketsAsync(close: true);
        await Wait.For("js1 to be disconnected", clients["js1"].Left);
        await Wait.For("net1 to be disconnected", clients["net1"].Left);
        Assert.False(clients["net2"].Left.IsCompleted);
        await connection.DisposeAsync();
        await LeaveAsync(clients);
    }

    [Fact]
    public async Task The_emitter_of_JavaScript_reaches_all_servers()
    {
        if (Cluster.JavaScriptEmitter is not { } script)
        {
            // @socket.io/redis-streams-emitter is not on npm: there is nothing to run.
            return;
        }

        var clients = await JoinAsync();

        await RunNodeAsync($"""
            {script.Make}
            const nsp = emitter.of("{_namespace}");
            nsp.emit("all", 1);
            nsp.to(["{clients["js2"].Sid}", "{clients["net2"].Sid}"]).emit("two", Buffer.from([7]));
            nsp.in("{clients["net1"].Sid}").socketsJoin("room");
            nsp.serverSideEmit("tell", "from outside");
            nsp.emit("settled");
            nsp.in("{clients["net1"].Sid}").disconnectSockets(true);
            {script.End}
            """);

        foreach (var name in Cluster.ReachedByJavaScriptEmitter)
        {
            var client = clients[name];
            await CountAsync(client, name is "js2" or "net2" ? 3 : 2);
            string[] two = name is "js2" or "net2" ? ["[\"two\",{\"_placeholder\":true,\"num\":0}]#07"] : [];
            Assert.Equal(["[\"all\",1]", .. two], client.Received.Where(static received => received != "[\"settled\"]").Order(StringComparer.Ordinal));
        }

        await Until("net2 was told", async () => (await RunAsync("net2", "serverEvents")).GetRawText() == "[[\"tell\",\"from outside\"]]");
        await Wait.For("net1 to be disconnected", clients["net1"].Left);
        await LeaveAsync(clients);
    }

    private static async Task RunNodeAsync(string script)
    {
        var start = new ProcessStartInfo("node")
        {
            ArgumentList = { "--input-type=module", "-e", script },
            WorkingDirectory = Checkout.PathTo("tests", "node"),
            RedirectStandardError = true,
        };

        using var node = Process.Start(start) ?? throw new InvalidOperationException("Node did not start.");
        var errors = node.StandardError.ReadToEndAsync();
        await Wait.For("the emitter to end", Task.WhenAll(node.WaitForExitAsync(), errors));
        Assert.True(node.ExitCode == 0, await errors);
    }
}
