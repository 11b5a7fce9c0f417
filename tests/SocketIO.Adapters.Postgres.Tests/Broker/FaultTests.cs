using System.Diagnostics;
using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>The database goes away, and comes back.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    // Two seconds are promised; the machine may be busy.
    private static readonly TimeSpan s_resumption = TimeSpan.FromSeconds(4);

    private readonly PostgresServer _server = new();
    private PostgresCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _cluster = new PostgresCluster(await _server.CreateDatabaseAsync(), static options => options.RequestTimeout = TimeSpan.FromSeconds(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory, Trait("Spec", "ADP-060"), Trait("Hostile", "L12")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Servers_serve_their_own_clients_while_the_database_is_away_and_meet_again(bool crashes)
    {
        var nodes = await TestNode.StartAsync(_cluster, 2);
        var near = await nodes[0].AddAsync("near");
        var far = await nodes[1].AddAsync("far");
        await nodes[0].EmitAsync("before");
        await Wait.Until("it has arrived", () => far.Received.Count == 1);
        await (crashes ? _server.KillAsync() : _server.StopAsync());
        await Wait.Until("both have noticed", () => _cluster.Log.Count("DatabaseLost") == 2, () => _cluster.Log.Count("DatabaseLost"));

        var clock = Stopwatch.StartNew();

        for (var i = 0; i < 100; i++)
        {
            await nodes[0].EmitAsync("meanwhile", i);
        }

        // None may take 50 ms; on a busy machine any of them may.
        Assert.InRange(clock.ElapsedMilliseconds, 0, 100 * 50);
        Assert.Equal(101, near.Received.Count);
        Assert.Single(far.Received);
        var asked = Stopwatch.StartNew();
        var failure = await Assert.ThrowsAsync<ClusterTimeoutException>(async () => await nodes[0].Adapter.FetchSocketsAsync(Target.Everyone, null, default));
        Assert.InRange(asked.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.Equal("near", Assert.Single(failure.Sockets).Id);
        await Assert.ThrowsAsync<ClusterTimeoutException>(async () => await nodes[0].Adapter.ServerSideEmitWithAckAsync(TestNode.Event("ask"), default));

        await _server.StartAsync();
        await Wait.Until("both are back", () => _cluster.Log.Count("DatabaseBack") == 2, () => _cluster.Log.Count("DatabaseBack"), s_resumption);
        await nodes[1].EmitAsync("after");
        await Wait.Until("messages are exchanged again", () => near.Received.Contains("42[\"after\"]"), limit: s_resumption);
        Assert.Equal(2, _cluster.Log.Count("DatabaseLost"));
        Assert.Equal(2, _cluster.Counted("broker.lost"));

        // What waited is sent when the database is there, to whoever listens by then: whatever comes, comes in order.
        await nodes[0].EmitAsync("end");
        await Wait.Until("the last has arrived", () => far.Received.Last() == "42[\"end\"]", () => far.Received.Last());
        var meanwhile = far.Received.Where(static packet => packet.Contains("meanwhile", StringComparison.Ordinal)).ToArray();
        Assert.Equal(meanwhile.OrderBy(static packet => int.Parse(packet.Split(',', ']')[1], System.Globalization.CultureInfo.InvariantCulture)), meanwhile);
        Assert.Equal(meanwhile.Distinct(), meanwhile);
        Assert.Equal(2, (await nodes[0].Adapter.FetchSocketsAsync(Target.Everyone, null, default)).Count);
    }

    [Fact, Trait("Spec", "ADP-060")]
    public async Task Messages_that_were_missed_are_counted()
    {
        var nodes = await TestNode.StartAsync(_cluster, 2);
        var far = await nodes[1].AddAsync("far");

        // Both listen over new connections, while those over which they publish stay: one of them cannot listen for a while.
        await _server.ExecuteAsync($"ALTER DATABASE {_cluster.Database} ALLOW_CONNECTIONS false");
        await _server.ExecuteAsync(Terminate);
        await Wait.Until("both have noticed", () => _cluster.Log.Count("DatabaseLost") == 2);

        for (var i = 0; i < 5; i++)
        {
            await Published(nodes[0], "missed", i);
        }

        await _server.ExecuteAsync($"ALTER DATABASE {_cluster.Database} ALLOW_CONNECTIONS true");
        await Wait.Until("both are back", () => _cluster.Log.Count("DatabaseBack") == 2, limit: s_resumption);
        await nodes[0].EmitAsync("heard");
        await Wait.Until("it has arrived", () => far.Received.LastOrDefault() == "42[\"heard\"]");

        Assert.Single(far.Received);
        Assert.InRange(_cluster.Counted("messages.lost"), 5, 10);
        Assert.Equal(2, _cluster.Counted("broker.lost"));
        Assert.InRange(_cluster.Log.Count("MessagesLost"), 1, 2);
    }

    [Fact, Trait("Spec", "ADP-060"), Trait("Hostile", "L12")]
    public async Task A_connection_that_has_fallen_silent_is_noticed()
    {
        var nodes = await TestNode.StartAsync(_cluster, 2);
        var near = await nodes[0].AddAsync("near");
        var far = await nodes[1].AddAsync("far");
        var silenced = await _server.ExecuteAsync($"SELECT pid FROM pg_stat_activity WHERE query LIKE '%LISTEN%' AND datname = '{_cluster.Database}'");

        // The processes at the other end stop: connections stay open, and nothing comes any more.
        await SignalAsync("STOP", silenced);

        try
        {
            var clock = Stopwatch.StartNew();
            await Wait.Until("both have noticed", () => _cluster.Log.Count("DatabaseLost") == 2, () => _cluster.Log.Count("DatabaseLost"));
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            await Wait.Until("both are back", () => _cluster.Log.Count("DatabaseBack") == 2, limit: s_resumption);
            await nodes[0].EmitAsync("after");
            await Wait.Until("it has arrived", () => far.Received.Contains("42[\"after\"]") && near.Received.Contains("42[\"after\"]"));
        }
        finally
        {
            await SignalAsync("KILL", silenced);
        }
    }

    [Fact, Trait("Spec", "ADP-060")]
    public async Task Servers_start_without_the_database_and_join_when_it_is_there()
    {
        await _server.StopAsync();
        var a = new TestNode(_cluster);
        var b = new TestNode(_cluster);
        var starting = Task.WhenAll(a.Adapter.InitializeAsync(default), b.Adapter.InitializeAsync(default));
        var near = await a.AddAsync("near");
        var far = await b.AddAsync("far");
        await a.EmitAsync("alone");
        Assert.Single(near.Received);
        await Wait.Until("the log says so", () => _cluster.Log.Count("DatabaseLost") == 2);

        await _server.StartAsync();
        await Wait.For("both listen", starting, s_resumption);
        await TestNode.AllKnowEachOther(a, b);
        await a.EmitAsync("together");
        await Wait.Until("it has arrived", () => far.Received.Contains("42[\"together\"]"));
    }

    [Fact]
    public async Task What_waits_for_the_database_is_bounded()
    {
        await using var cluster = new PostgresCluster(_cluster.ConnectionString, static options => options.MaxQueuedBytes = 20_000);
        var node = await TestNode.StartAsync(cluster);
        var near = await node.AddAsync("near");
        await _server.StopAsync();
        await Wait.Until("it is noticed", () => cluster.Log.Count("DatabaseLost") == 1);

        for (var i = 0; i < 1000; i++)
        {
            await node.EmitAsync("e", i);
        }

        Assert.Equal(1000, near.Received.Count);
        Assert.InRange(cluster.Counted("messages.failed"), 950, 1000);
        Assert.Equal(1, cluster.Log.Count("PublishFailed"));
        await _server.StartAsync();
        await Wait.Until("messages are taken again", () => cluster.Log.Count("PublishesAgain") == 1, limit: s_resumption);
    }

    [Fact, Trait("Hostile", "L10"), Trait("Spec", "ADP-059")]
    public async Task A_row_that_is_gone_costs_its_message_only()
    {
        var nodes = await TestNode.StartAsync(_cluster, 2);
        var far = await nodes[1].AddAsync("far");
        await _server.ExecuteAsync("""SELECT pg_notify('socket.io#/', '{"uid":"x","type":3,"attachmentId":"4711"}')""", _cluster.ConnectionString);
        await nodes[0].EmitAsync("fine", new byte[] { 1 });
        await Wait.Until("what comes after it arrives", () => far.Received.Count == 1);
        await Wait.Until("both have noted it", () => _cluster.Log.Count("RowMissing") == 2, () => _cluster.Log.Count("RowMissing"));
        Assert.Equal(2, _cluster.Counted("messages.dropped"));
        Assert.Equal(0, _cluster.Log.Count("DatabaseLost"));
    }

    [Fact]
    public async Task A_message_that_the_database_refuses_costs_no_other()
    {
        var nodes = await TestNode.StartAsync(_cluster, 2);
        var far = await nodes[1].AddAsync("far");
        await _server.ExecuteAsync("ALTER TABLE socket_io_attachments ADD CHECK (length(payload) < 1000)", _cluster.ConnectionString);

        for (var i = 0; i < 20; i++)
        {
            await nodes[0].EmitAsync("small", i);
            await nodes[0].EmitAsync("refused", new byte[2000]);
            await nodes[0].EmitAsync("small binary", new byte[2]);
        }

        await Wait.Until("all others have arrived", () => far.Received.Count == 40, () => far.Received.Count);
        await Wait.Until("those are counted", () => _cluster.Counted("messages.failed") == 20, () => _cluster.Counted("messages.failed"));
        Assert.NotEmpty(_cluster.Errors);
    }

    private string Terminate => $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%LISTEN%' AND datname = '{_cluster.Database}'";

    private static async Task SignalAsync(string signal, string pids)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. pids.Split('\n')]);
        await Wait.For("the signal to be sent", kill.WaitForExitAsync());
        Assert.Equal(0, kill.ExitCode);
    }

    // Events for servers are published as broadcasts are, and tell when the database has them.
    private static async Task Published(TestNode node, string name, int n)
    {
        await node.EmitAsync(name, n);
        await Wait.Until("it is published", () => node.Adapter.IsIdle);
    }
}
