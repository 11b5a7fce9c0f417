using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

public sealed class DeliveryTests(PostgresServer server)
{
    [Fact, Trait("Spec", "ADP-058")]
    public async Task Equal_messages_all_arrive()
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync());
        var nodes = await TestNode.StartAsync(cluster, 2);
        var socket = await nodes[1].AddAsync("b");

        // So many at once that they share transactions, in which PostgreSQL drops what it has been told already.
        for (var i = 0; i < 1000; i++)
        {
            await nodes[0].EmitAsync("same");
        }

        await Wait.Until("all have arrived", () => socket.Received.Count >= 1000, () => socket.Received.Count);
        await nodes[0].EmitAsync("last");
        await Wait.Until("the last has arrived", () => socket.Received.LastOrDefault() == "42[\"last\"]", () => socket.Received.Count);
        Assert.Equal(1001, socket.Received.Count);
        Assert.Equal(0, cluster.Counted("messages.lost"));
    }

    [Fact, Trait("Spec", "ADP-059")]
    public async Task Order_is_that_of_the_calls_whatever_way_messages_take()
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync(), static options => options.PayloadThreshold = 300);
        var nodes = await TestNode.StartAsync(cluster, 2);
        var socket = await nodes[1].AddAsync("b");
        var expected = new List<string>();

        for (var i = 0; i < 300; i++)
        {
            object argument = (i % 3) switch { 0 => i, 1 => new byte[] { (byte)i }, _ => new string('x', 400) + i };
            await nodes[0].EmitAsync("e", i, argument);
            expected.Add((i % 3) switch { 0 => $"42[\"e\",{i},{i}]", 1 => $"451-[\"e\",{i},{{\"_placeholder\":true,\"num\":0}}]#{(byte)i:x2}", _ => $"42[\"e\",{i},\"{new string('x', 400)}{i}\"]" });
        }

        await Wait.Until("all have arrived", () => socket.Received.Count == 300, () => socket.Received.Count);
        Assert.Equal(expected, socket.Received);
    }

    [Fact, Trait("Hostile", "L11")]
    public async Task Clusters_with_other_prefixes_hear_nothing()
    {
        var database = await server.CreateDatabaseAsync();
        string[] prefixes = ["a", "a#b", "a*", "a%", "A"];
        await using var first = new PostgresCluster(database, options => options.ChannelPrefix = prefixes[0]);
        var sender = await TestNode.StartAsync(first);
        var neighbour = await TestNode.StartAsync(first);
        await TestNode.AllKnowEachOther(sender, neighbour);
        var near = await neighbour.AddAsync("near");

        var others = prefixes[1..].Select(prefix => new PostgresCluster(database, options => options.ChannelPrefix = prefix)).ToArray();
        var strangers = await Task.WhenAll(others.Select(static cluster => TestNode.StartAsync(cluster)));
        var far = await Task.WhenAll(strangers.Select(static node => node.AddAsync("far")));

        // Its channel is that of the namespace "/c" of the cluster "a#b".
        var misleading = await TestNode.StartAsync(first, "/b#/c");
        var misled = await TestNode.StartAsync(others[0], "/c");
        var misledSocket = await misled.AddAsync("misled");
        await misleading.EmitAsync("not for c");
        await sender.EmitAsync("hello");

        await Wait.Until("the neighbour has got it", () => !near.Received.IsEmpty);

        // What these hear of themselves tells that they have heard everything before.
        foreach (var stranger in strangers.Append(misled))
        {
            var witness = await TestNode.StartAsync(stranger == strangers[0] || stranger == misled ? others[0] : others[Array.IndexOf(strangers, stranger)], stranger.Name);
            await witness.EmitAsync("own");
        }

        await Wait.Until("all have heard their own", () => far.Append(misledSocket).All(static socket => !socket.Received.IsEmpty));
        Assert.All(far, static socket => Assert.Equal(["42[\"own\"]"], socket.Received));
        Assert.Equal(["42/c,[\"own\"]"], misledSocket.Received);

        foreach (var cluster in others)
        {
            await cluster.DisposeAsync();
        }
    }

    [Theory, Trait("Spec", "ADP-058"), Trait("Hostile", "L10")]
    [InlineData("/a-namespace-whose-name-is-longer-than-postgresql-allows-for-channels")]
    [InlineData("/it's \"quoted\"; DROP TABLE x")]
    [InlineData("/nul\0byte")]
    [InlineData("/zwölf Boxkämpfer 😀")]
    public async Task Namespaces_may_have_any_name(string ns)
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync());
        var a = await TestNode.StartAsync(cluster, ns, new ConnectionStateRecoveryOptions());
        var b = await TestNode.StartAsync(cluster, ns, new ConnectionStateRecoveryOptions());
        await TestNode.AllKnowEachOther(a, b);
        var socket = await b.AddAsync("b");
        await a.EmitAsync("kept", new byte[] { 1 });
        await a.Adapter.BroadcastAsync(TestNode.Event("not kept"), Target.Everyone.WithFlags(BroadcastFlags.Volatile));
        await Wait.Until("both have arrived", () => socket.Received.Count == 2, () => string.Join(' ', socket.Received));
    }

    [Fact, Trait("Spec", "ADP-060")]
    public async Task A_namespace_that_has_gone_is_not_heard_and_can_come_again()
    {
        await using var cluster = new PostgresCluster(await server.CreateDatabaseAsync());
        var main = await TestNode.StartAsync(cluster, 2);

        for (var round = 0; round < 3; round++)
        {
            var a = await TestNode.StartAsync(cluster, "/dynamic", nodeId: main[0].NodeId);
            var b = await TestNode.StartAsync(cluster, "/dynamic", nodeId: main[1].NodeId);
            await TestNode.AllKnowEachOther(a, b);
            var socket = await b.AddAsync("b");
            await a.EmitAsync("hello");
            await Wait.Until("it has arrived", () => socket.Received.Count == 1);
            await b.DisposeAsync();
            await Wait.Until("the other has noticed", () => a.ServerCount == 1);
            await a.DisposeAsync();
        }

        Assert.Equal("2", await server.ExecuteAsync($"SELECT count(DISTINCT pid) FROM pg_stat_activity WHERE query LIKE '%LISTEN%' AND datname = '{cluster.Database}'"));
        Assert.Empty(cluster.Errors);
    }
}
