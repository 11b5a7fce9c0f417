namespace SocketIO.Tests.Cluster;

/// <content>Sockets of other servers, and the servers themselves.</content>
public abstract partial class ClusterMatrix
{
    [Theory]
    [Trait("Spec", "ADP-002")]
    [InlineData("net1")]
    [InlineData("js1")]
    public async Task Fetch_sockets(string origin)
    {
        var clients = await JoinAsync();
        await RunAsync("net2", "data", new { sid = clients["net2"].Sid, data = new { name = "Ann", n = 1 } });
        await RunAsync("js2", "data", new { sid = clients["js2"].Sid, data = new { name = "Bob", list = new[] { 1, 2 } } });
        await RunAsync("js2", "join", new { sid = clients["js2"].Sid, rooms = new[] { "room" } });

        var all = await RunAsync(origin, "fetchSockets");
        var found = all.EnumerateArray().ToDictionary(static socket => socket.GetProperty("query").GetString()!);
        Assert.Equal(["js1", "js2", "net1", "net2"], found.Keys.Order(StringComparer.Ordinal));
        Assert.All(clients, client => Assert.Equal(client.Value.Sid, found[client.Key].GetProperty("id").GetString()));
        Assert.Equal("{\"name\":\"Ann\",\"n\":1}", found["net2"].GetProperty("data").GetRawText());
        Assert.Equal("{\"name\":\"Bob\",\"list\":[1,2]}", found["js2"].GetProperty("data").GetRawText());
        Assert.Contains("\"room\"", found["js2"].GetProperty("rooms").GetRawText(), StringComparison.Ordinal);

        var one = await RunAsync(origin, "fetchSockets", new { rooms = new[] { "room" } });
        Assert.Equal([clients["js2"].Sid], one.EnumerateArray().Select(static socket => socket.GetProperty("id").GetString()));

        await RunAsync(origin, "remoteEmit", new { sid = clients["js2"].Sid, @event = "to you", args = new[] { 1 } });
        await RunAsync(origin, "remoteEmit", new { sid = clients["net2"].Sid, @event = "to you", args = new[] { 2 } });
        await SettleAsync(origin, clients);
        Got(clients["js2"], "[\"to you\",1]");
        Got(clients["net2"], "[\"to you\",2]");
        await LeaveAsync(clients);
    }

    [Theory]
    [InlineData("net1")]
    [InlineData("js1")]
    public async Task Sockets_join_and_leave(string origin)
    {
        var clients = await JoinAsync();
        await RunAsync(origin, "socketsJoin", new { join = new[] { "j1", "j2" }, except = new[] { clients["net1"].Sid } });
        await Until("the others have joined", async () => (await RunAsync(origin, "fetchSockets", new { rooms = new[] { "j1" } })).GetArrayLength() == 3);
        await RunAsync(origin, "socketsLeave", new { leave = new[] { "j1" }, rooms = new[] { clients["js2"].Sid, clients["net2"].Sid } });
        await Until("two have left", async () => (await RunAsync(origin, "fetchSockets", new { rooms = new[] { "j1" } })).GetArrayLength() == 1);
        await RunAsync(origin, "emit", new { @event = "j1", rooms = new[] { "j1" } });
        await RunAsync(origin, "emit", new { @event = "j2", rooms = new[] { "j2" } });
        await SettleAsync(origin, clients);

        Got(clients["net1"]);
        Got(clients["js1"], "[\"j1\"]", "[\"j2\"]");
        Got(clients["net2"], "[\"j2\"]");
        Got(clients["js2"], "[\"j2\"]");
        await LeaveAsync(clients);
    }

    [Theory]
    [InlineData("net1", false)]
    [InlineData("net1", true)]
    [InlineData("js1", false)]
    [InlineData("js1", true)]
    public async Task Disconnect_sockets(string origin, bool close)
    {
        var clients = await JoinAsync();
        await RunAsync(origin, "disconnectSockets", new { close, except = new[] { clients["net1"].Sid } });

        foreach (var name in new[] { "net2", "js1", "js2" })
        {
            await Wait.For($"{name} to be disconnected", clients[name].Left);

            if (close)
            {
                await Wait.For($"the connection of {name} to end", clients[name].Ended);
            }
            else
            {
                Assert.False(clients[name].Ended.IsCompleted);
            }
        }

        Assert.False(clients["net1"].Left.IsCompleted);
        await LeaveAsync(clients);
    }

    [Theory]
    [InlineData("net1")]
    [InlineData("js1")]
    public async Task Events_for_servers(string origin)
    {
        var clients = await JoinAsync();
        object[] arguments = Cluster.ServersSendBinary ? ["a", 1, new { b = true }, Bin("0102")] : ["a", 1, new { b = true }];
        await RunAsync(origin, "serverSideEmit", new { @event = "tell", args = arguments });
        var expected = Cluster.ServersSendBinary ? "[[\"tell\",\"a\",1,{\"b\":true},{\"$bin\":\"0102\"}]]" : "[[\"tell\",\"a\",1,{\"b\":true}]]";

        foreach (var name in s_names)
        {
            if (name != origin)
            {
                await Until($"{name} was told", async () => (await RunAsync(name, "serverEvents")).GetRawText() == expected);
            }
        }

        Assert.Equal("[]", (await RunAsync(origin, "serverEvents")).GetRawText());
        await LeaveAsync(clients);
    }

    [Theory]
    [Trait("Spec", "ADP-023")]
    [InlineData("net1")]
    [InlineData("js1")]
    public async Task Questions_for_servers(string origin)
    {
        var clients = await JoinAsync();
        var answered = await RunAsync(origin, "serverSideEmitWithAck", new { @event = "ask", args = new[] { "hi" } });
        Assert.Equal("\"hi\" \"hi\" \"hi\"", Sorted(answered.GetProperty("responses")));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answered.GetProperty("error").ValueKind);

        // Nobody answers this one; the text is that of JavaScript.
        var silent = await RunAsync(origin, "serverSideEmitWithAck", new { @event = "silent", args = new[] { "hi" } });
        Assert.StartsWith("timeout reached:", silent.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("", Sorted(silent.GetProperty("responses")));
        await LeaveAsync(clients);
    }
}
