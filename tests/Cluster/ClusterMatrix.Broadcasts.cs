namespace SocketIO.Tests.Cluster;

/// <content>Events for clients.</content>
public abstract partial class ClusterMatrix
{
    [Theory]
    [Trait("Spec", "ADP-003")]
    [Trait("Spec", "ADP-005")]
    [InlineData("net1")]
    [InlineData("js1")]
    public async Task Broadcast(string origin)
    {
        var clients = await JoinAsync();
        await RunAsync(origin, "emit", new { @event = "hello", args = new object?[] { 1, "2", new { three = "4" }, null, 1.5, "h€llo 😀", new object[] { } } });
        await SettleAsync(origin, clients);

        Assert.All(clients.Values, client => Got(client, "[\"hello\",1,\"2\",{\"three\":\"4\"},null,1.5,\"h€llo 😀\",[]]"));
        await LeaveAsync(clients);
    }

    [Theory]
    [InlineData("net1")]
    [InlineData("js1")]
    public async Task Rooms_and_exceptions(string origin)
    {
        var clients = await JoinAsync();
        await RunAsync("net2", "join", new { sid = clients["net2"].Sid, rooms = new[] { "r1", "r2" } });
        await RunAsync("js2", "join", new { sid = clients["js2"].Sid, rooms = new[] { "r1" } });
        await RunAsync(origin, "emit", new { @event = "one", rooms = new[] { "r1" } });
        await RunAsync(origin, "emit", new { @event = "two", rooms = new[] { "r1", "r2" } });
        await RunAsync(origin, "emit", new { @event = "except", rooms = new[] { "r1" }, except = new[] { "r2" } });
        await RunAsync(origin, "emit", new { @event = "all but", except = new[] { "r1" } });
        await RunAsync(origin, "emit", new { @event = "nobody", rooms = new[] { "r3" } });
        await RunAsync(origin, "emit", new { @event = "direct", rooms = new[] { clients["js2"].Sid } });
        await SettleAsync(origin, clients);
        await RunAsync("net2", "leave", new { sid = clients["net2"].Sid, rooms = new[] { "r1" } });
        await RunAsync(origin, "emit", new { @event = "left", rooms = new[] { "r1" } });
        await RunAsync(origin, "emit", new { @event = "again", rooms = new[] { "r2" } });
        await Wait.Until("the last event", () => clients["net2"].Received.Contains("[\"again\"]"), () => string.Join('\n', clients["net2"].Received));
        await Wait.Until("the last event but one", () => clients["js2"].Received.Contains("[\"left\"]"), () => string.Join('\n', clients["js2"].Received));

        Got(clients["net2"], "[\"one\"]", "[\"two\"]", "[\"again\"]");
        Got(clients["js2"], "[\"one\"]", "[\"two\"]", "[\"except\"]", "[\"direct\"]", "[\"left\"]");
        Got(clients["net1"], "[\"all but\"]");
        Got(clients["js1"], "[\"all but\"]");
        await LeaveAsync(clients);
    }

    [Theory]
    [InlineData("net1")]
    [InlineData("js1")]
    public async Task Local_volatile_and_uncompressed(string origin)
    {
        var clients = await JoinAsync();
        await RunAsync(origin, "emit", new { @event = "local", flags = new { local = true } });
        await RunAsync(origin, "emit", new { @event = "volatile", flags = new { @volatile = true } });
        await RunAsync(origin, "emit", new { @event = "plain", flags = new { compress = false } });
        await SettleAsync(origin, clients);

        foreach (var (name, client) in clients)
        {
            string[] expected = ["[\"volatile\"]", "[\"plain\"]"];
            Got(client, name == origin ? ["[\"local\"]", .. expected] : expected);
        }

        await LeaveAsync(clients);
    }

    [Theory]
    [InlineData("net1")]
    [InlineData("js1")]
    public async Task Binary(string origin)
    {
        var clients = await JoinAsync();
        await RunAsync(origin, "emit", new { @event = "bin", args = new object[] { Bin("010203"), new { nested = Bin("64c3a9"), n = 5 } } });
        await RunAsync(origin, "emit", new { @event = "large", args = new object[] { Bin(new string('7', 40_000)), new string('x', 20_000) } });
        await SettleAsync(origin, clients);

        foreach (var client in clients.Values)
        {
            await CountAsync(client, 3);
        }

        Assert.All(clients.Values, client => Got(
            client,
            "[\"bin\",{\"_placeholder\":true,\"num\":0},{\"nested\":{\"_placeholder\":true,\"num\":1},\"n\":5}]#010203#64c3a9",
            $"[\"large\",{{\"_placeholder\":true,\"num\":0}},\"{new string('x', 20_000)}\"]#{new string('7', 40_000)}"));
        await LeaveAsync(clients);
    }

    [Theory]
    [Trait("Spec", "ADP-021")]
    [InlineData("net1")]
    [InlineData("js1")]
    public async Task Broadcast_with_acknowledgements(string origin)
    {
        var clients = await JoinAsync();

        foreach (var (name, client) in clients)
        {
            client.Answer = $"[\"from {name}\",\"more\"]";
        }

        var all = await RunAsync(origin, "emitWithAck", new { @event = "ask", args = new object[] { "x", Bin("01") }, timeout = 5_000 });
        Assert.Equal("\"from js1\" \"from js2\" \"from net1\" \"from net2\"", Sorted(all.GetProperty("responses")));
        Assert.False(all.GetProperty("timedOut").GetBoolean());

        // What has come in time is there, and that somebody was silent is told.
        clients["js2"].Answer = null;
        clients["net2"].Answer = null;
        var some = await RunAsync(origin, "emitWithAck", new { @event = "ask", timeout = 700 });
        Assert.Equal("\"from js1\" \"from net1\"", Sorted(some.GetProperty("responses")));
        Assert.True(some.GetProperty("timedOut").GetBoolean());
        await LeaveAsync(clients);
    }

    private static Dictionary<string, string> Bin(string hex) => new() { ["$bin"] = hex };
}
