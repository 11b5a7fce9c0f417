namespace SocketIO.Tests.Cluster;

/// <summary>Clients that come back on another server, of the same kind or not.</summary>
public abstract class RecoveryMatrix(ClusterFixture cluster) : ClusterMatrix(cluster)
{
    [Theory]
    [Trait("Spec", "ADP-055")]
    [InlineData("net1", "net2")]
    [InlineData("net1", "js1")]
    [InlineData("js1", "net1")]
    [InlineData("js1", "js2")]
    [InlineData("net1", "net1")]
    public async Task A_client_comes_back(string from, string to)
    {
        if (!CanRecover(from) || !CanRecover(to))
        {
            return;
        }

        var clients = await JoinAsync();
        var client = clients[from];
        await RunAsync(from, "join", new { sid = client.Sid, rooms = new[] { "room" } });
        await RunAsync(from, "data", new { sid = client.Sid, data = new { name = "Ann" } });
        await RunAsync(from, "emit", new { @event = "seen" });
        await Wait.Until("the first event", () => client.Offset is not null, () => string.Join('\n', client.Received));
        await client.BreakAsync();
        await Until("its server has noticed", async () => (await RunAsync(from, "fetchSockets")).GetArrayLength() == 3);

        foreach (var name in Senders)
        {
            await RunAsync(name, "emit", new { @event = "missed", args = new[] { name } });
            await RunAsync(name, "emit", new { @event = "room", rooms = new[] { "room" }, args = new object[] { new Dictionary<string, string> { ["$bin"] = "0102" } } });
            await RunAsync(name, "emit", new { @event = "elsewhere", rooms = new[] { "elsewhere" } });
            await RunAsync(name, "emit", new { @event = "excepted", except = new[] { "room" } });
            await RunAsync(name, "emit", new { @event = "sent", args = new[] { name } });
        }

        var witness = clients.First(other => other.Key != from).Value;
        await Wait.Until("everything was sent", () => witness.Received.Count(static e => e.StartsWith("[\"sent\"", StringComparison.Ordinal)) == Senders.Length, () => string.Join('\n', witness.Received));

        await using var back = await ClusterClient.ConnectAsync(Cluster[to].Port, Namespace, to, new { pid = client.Pid, offset = client.Offset });
        Assert.Equal(client.Sid, back.Sid);
        Assert.Equal(client.Pid, back.Pid);
        await Wait.Until("what was missed", () => back.Received.Count >= 3 * Senders.Length, () => string.Join('\n', back.Received));

        var expected = witness.Received.Where(static e => e.StartsWith("[\"missed\"", StringComparison.Ordinal) || e.StartsWith("[\"sent\"", StringComparison.Ordinal));
        Assert.Equal(expected, back.Received.Where(static e => !e.StartsWith("[\"room\"", StringComparison.Ordinal)));
        Assert.Equal(Senders.Length, back.Received.Count(static e => e == "[\"room\",{\"_placeholder\":true,\"num\":0}]#0102"));
        Assert.Equal(3 * Senders.Length, back.Received.Count);

        var sockets = await RunAsync(to, "fetchSockets", new { rooms = new[] { "room" } });
        Assert.Equal("{\"name\":\"Ann\"}", Assert.Single(sockets.EnumerateArray()).GetProperty("data").GetRawText());
        await RunAsync(from, "emit", new { @event = "after", rooms = new[] { "room" } });
        await Wait.Until("what is sent afterwards", () => back.Received.Last() == "[\"after\"]", () => string.Join('\n', back.Received));
        await LeaveAsync(clients);
    }

    /// <summary>Gets the servers whose events can be sent again.</summary>
    private protected virtual string[] Senders => ["net1", "net2", "js1", "js2"];

    private bool CanRecover(string name) => Senders.Contains(name);
}
