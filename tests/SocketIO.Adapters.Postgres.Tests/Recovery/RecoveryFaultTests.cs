using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>Clients come back, whatever happened to the database meanwhile.</summary>
public sealed class RecoveryFaultTests : IAsyncLifetime
{
    private readonly PostgresServer _server = new();
    private PostgresCluster _cluster = null!;
    private TestNode[] _nodes = [];

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _cluster = new PostgresCluster(await _server.CreateDatabaseAsync());
        _nodes = await TestNode.StartAsync(_cluster, 3, new ConnectionStateRecoveryOptions());
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_while_listeners_lose_their_connections()
    {
        const int Rounds = 6;
        const int PerRound = 60;
        var witness = await _nodes[2].AddAsync("witness");
        var socket = await _nodes[0].AddAsync("a", "room");
        var got = new List<string>();
        await _nodes[0].EmitAsync("first");
        await Wait.Until("the first has arrived", () => socket.Received.Count == 1);

        for (var round = 0; round < Rounds; round++)
        {
            var sending = Task.WhenAll(_nodes.Select((node, n) => Task.Run(() => SendAsync(node, $"{round}.{n}"))));
            var before = socket.Received.Count;
            await Wait.Until("some have arrived", () => socket.Received.Count >= before + 5, () => socket.Received.Count);
            await _server.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%LISTEN%' AND datname = '{_cluster.Database}'");

            _nodes[round % 3].Lose(socket);
            var arrived = socket.Received.SkipLast(2).ToArray();
            got.AddRange(arrived);
            var offset = arrived.Select(TestSocket.OffsetOf).LastOrDefault(static o => o is not null) ?? got.Select(TestSocket.OffsetOf).Last(static o => o is not null);
            TestSocket? back = null;
            await Wait.Until("the client is back", () => (back = _nodes[(round + 1) % 3].RestoreAsync(socket.Pid, offset).Result) is not null);
            socket = back!;
            await sending;
        }

        await _nodes[0].EmitAsync("last");
        await Wait.Until("the client has got everything", () => socket.Received.Any(static packet => packet.Contains("last", StringComparison.Ordinal)), () => socket.Received.LastOrDefault());
        await Wait.Until("the witness has got everything", () => witness.Received.Any(static packet => packet.Contains("last", StringComparison.Ordinal)), () => witness.Received.LastOrDefault());
        got.AddRange(socket.Received);

        // A server that has not heard of the database for a second does not keep its own clients waiting: then they are ahead of others. All get all, and what one server sends in
        // its order.
        Assert.Equal(Expected().Order(StringComparer.Ordinal), witness.Received.Select(WithoutOffset).Order(StringComparer.Ordinal));
        Assert.Equal(Expected().Order(StringComparer.Ordinal), got.Select(WithoutOffset).Order(StringComparer.Ordinal));
        Assert.All(Expected().GroupBy(SenderOf), sender => Assert.Equal(sender, got.Select(WithoutOffset).Where(packet => SenderOf(packet) == sender.Key)));
        Assert.NotEqual(0, _cluster.Log.Count("DatabaseLost"));

        IEnumerable<string> Expected()
        {
            yield return "42[\"first\"]";
            yield return "42[\"last\"]";

            for (var n = 0; n < Rounds * PerRound * 3; n++)
            {
                var (round, node, i) = (n / PerRound / 3, n / PerRound % 3, n % PerRound);
                yield return i % 7 == 0 ? $"451-[\"n\",\"{round}.{node}\",{{\"_placeholder\":true,\"num\":0}}]#{i:x2}" : $"42[\"n\",\"{round}.{node}\",{i}]";
            }
        }

        async Task SendAsync(TestNode node, string who)
        {
            for (var i = 0; i < PerRound; i++)
            {
                object argument = i % 7 == 0 ? new byte[] { (byte)i } : i;
                await node.Adapter.BroadcastAsync(TestNode.Event("n", who, argument), i % 2 == 0 ? Target.Everyone : Target.Everyone.WithRooms("room", "witness"));
                await Task.Yield();
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_sent_before_the_database_went_away_is_there_when_it_is_back(bool crashes)
    {
        var socket = await _nodes[0].AddAsync("a");
        var witness = await _nodes[1].AddAsync("witness");
        await _nodes[0].EmitAsync("seen");
        await Wait.Until("it has arrived", () => socket.Received.Count == 1);
        var offset = socket.Offset;
        await _nodes[1].EmitAsync("missed", 1);
        await _nodes[2].EmitAsync("missed", new byte[] { 2 });
        await Wait.Until("both are kept", () => witness.Received.Count == 3);

        _nodes[0].Lose(socket);
        await Wait.Until("the session is kept", () => _server.ExecuteAsync("SELECT count(*) FROM socket_io_sessions", _cluster.ConnectionString).Result == "1");
        await (crashes ? _server.KillAsync() : _server.StopAsync());
        await _server.StartAsync();

        TestSocket? back = null;
        await Wait.Until("the client is back", () => (back = _nodes[2].RestoreAsync(socket.Pid, offset).Result) is not null);
        Assert.Equal(2, back!.Received.Count);
        Assert.All(back.Received, static packet => Assert.Contains("missed", packet, StringComparison.Ordinal));
        await Wait.Until("all are well", () => _cluster.Log.Count("DatabaseBack") == 3);
        await _nodes[0].EmitAsync("after");
        await Wait.Until("it takes part", () => back.Received.Count == 3 && witness.Received.Any(static packet => packet.Contains("after", StringComparison.Ordinal)));
    }

    [Fact, Trait("Hostile", "L14"), Trait("Hostile", "L4")]
    public async Task A_database_that_has_lost_packets_restores_nothing_and_goes_on()
    {
        var socket = await _nodes[0].AddAsync("a");
        var steady = await _nodes[1].AddAsync("steady");

        for (var i = 0; i < 20; i++)
        {
            await _nodes[0].EmitAsync("seen", i);
        }

        await Wait.Until("all have arrived", () => socket.Received.Count == 20 && steady.Received.Count == 20);
        var last = long.Parse(socket.Offset!, System.Globalization.CultureInfo.InvariantCulture);
        _nodes[0].Lose(socket);
        await Wait.Until("the session is kept", () => _server.ExecuteAsync("SELECT count(*) FROM socket_io_sessions", _cluster.ConnectionString).Result == "1");

        // As a copy would be that was not up to date when it took over; the sessions it has.
        await _server.ExecuteAsync($"DELETE FROM socket_io_packets WHERE id > {last - 5}; SELECT setval('socket_io_packets_id_seq', {last - 5})", _cluster.ConnectionString);
        await _server.RestartAsync();
        await Wait.Until("all are back", () => _cluster.Log.Count("DatabaseBack") == 3, limit: TimeSpan.FromSeconds(10));

        Assert.Null(await _nodes[2].RestoreAsync(socket.Pid, (last - 7).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await _nodes[2].EmitAsync("after");
        await Wait.Until("it arrives", () => steady.Received.Count == 21, () => steady.Received.Count);
        Assert.True(long.Parse(steady.Offset!, System.Globalization.CultureInfo.InvariantCulture) > last);
    }

    [Fact]
    public async Task Who_has_missed_a_packet_of_a_server_in_JavaScript_starts_anew_and_nobody_else_does()
    {
        const string FromNode = """{"type":3,"data":{"packet":{"type":2,"data":["from node"]},"opts":{"rooms":[],"except":[],"flags":{}}},"uid":"0123456789abcdef","nsp":"/"}""";
        var away = await _nodes[0].AddAsync("away");
        var there = await _nodes[1].AddAsync("there");
        await _nodes[0].EmitAsync("seen");
        await Wait.Until("it has arrived", () => away.Received.Count == 1 && there.Received.Count == 1);
        _nodes[0].Lose(away);
        await _server.ExecuteAsync($"SELECT pg_notify('socket.io#/', '{FromNode}')", _cluster.ConnectionString);
        await Wait.Until("it has arrived", () => there.Received.Contains("42[\"from node\"]"));
        await Wait.Until("all servers have taken note of it", () => _server.ExecuteAsync("SELECT count(*) FROM socket_io_packets WHERE uid = '!'", _cluster.ConnectionString).Result == "3");
        await _nodes[0].EmitAsync("next");
        await Wait.Until("it has arrived", () => there.Received.Last().Contains("next", StringComparison.Ordinal));

        Assert.Null(await _nodes[2].RestoreAsync(away.Pid, away.Offset));
        var late = await _nodes[0].AddAsync("late");
        _nodes[1].Lose(there);
        _nodes[0].Lose(late);
        await Wait.Until("sessions are kept", () => _server.ExecuteAsync("SELECT count(*) FROM socket_io_sessions", _cluster.ConnectionString).Result == "2");
        Assert.NotNull(await _nodes[2].RestoreAsync(there.Pid, there.Offset));
        Assert.NotNull(await _nodes[2].RestoreAsync(late.Pid, null));
        Assert.Equal(0, _cluster.Counted("messages.dropped"));
    }

    [Fact]
    public async Task Who_can_read_the_tables_finds_no_secrets_of_sessions()
    {
        var socket = await _nodes[0].AddAsync("a");
        _nodes[0].Lose(socket);
        await Wait.Until("the session is kept", () => _server.ExecuteAsync("SELECT count(*) FROM socket_io_sessions", _cluster.ConnectionString).Result == "1");
        var row = await _server.ExecuteAsync("SELECT pid, convert_from(payload, 'UTF8') FROM socket_io_sessions", _cluster.ConnectionString);
        Assert.DoesNotContain(socket.Pid, row, StringComparison.Ordinal);
        Assert.Contains("\"sid\":\"a\"", row, StringComparison.Ordinal);
    }

    [Theory, Trait("Hostile", "L1")]
    [InlineData("nul\0", null)]
    [InlineData("lone\ud800", "1")]
    [InlineData("'; DROP TABLE socket_io_sessions; --", "-1")]
    [InlineData("__proto__", "9223372036854775808")]
    public async Task Hostile_sessions_and_offsets_restore_nothing(string pid, string? offset)
        => Assert.Null(await _nodes[0].RestoreAsync(pid, offset));

    private static string WithoutOffset(string packet)
        => TestSocket.OffsetOf(packet) is { } offset ? packet.Replace($",\"{offset}\"]", "]", StringComparison.Ordinal) : packet;

    private static string SenderOf(string packet) => packet.Split(',') is [_, var sender, ..] ? sender : packet;
}
