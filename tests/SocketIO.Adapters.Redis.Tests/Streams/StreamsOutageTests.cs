using System.Diagnostics;
using System.Diagnostics.Metrics;
using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>A Redis that goes away, comes back, and may have forgotten everything.</summary>
public sealed class StreamsOutageTests : IAsyncDisposable
{
    private static readonly TimeSpan MustNotBlock = TimeSpan.FromMilliseconds(50);

    private readonly RedisServer _redis = new(appendOnly: true);
    private StreamsNodes? _nodes;

    public async ValueTask DisposeAsync()
    {
        await (_nodes?.DisposeAsync() ?? default);
        await _redis.DisposeAsync();
    }

    [Theory]
    [Trait("Hostile", "R5")]
    [Trait("Spec", "ADP-056")]
    [Trait("Spec", "ADP-019")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_wait_for_Redis_and_clients_here_do_not(bool withRecovery)
    {
        var (a, b) = await StartAsync(withRecovery ? new() : null);
        var here = await a.AddAsync("here");
        var there = await b.AddAsync("there");
        await _redis.StopAsync();
        await Wait.Until("the loss is noticed", () => _nodes!["node-a"].Connection.Current is null);
        await a.BroadcastAsync("n", 0);
        var slow = 0;

        for (var i = 1; i < 1000; i++)
        {
            var clock = Stopwatch.StartNew();
            await a.BroadcastAsync("n", i);
            slow += clock.Elapsed > MustNotBlock ? 1 : 0;
        }

        // One that waited for Redis would wait for seconds, and all of them would. A thread that the machine has taken off its processor is nobody's fault.
        Assert.InRange(slow, 0, 10);
        Assert.Equal(1000, here.Received.Count);
        Assert.Empty(there.Received);
        await AssertTimesOutAsync(() => a.Adapter.FetchSocketsAsync(Target.Everyone, null, default).AsTask());
        await AssertTimesOutAsync(() => a.Adapter.ServerSideEmitWithAckAsync(a.Event("x"), default).AsTask());

        await _redis.StartAsync();
        await Wait.Until("all have arrived", () => there.Received.Count >= 1000, () => there.Received.Count);
        await a.BroadcastAsync("n", 1000);
        await Wait.Until("the next has arrived", () => there.Received.Count >= 1001);
        var expected = Enumerable.Range(0, 1001).Select(static i => $"42[\"n\",{i}]").ToArray();
        Assert.Equal(expected, there.Events);
        await Wait.Until("here too", () => here.Received.Count >= 1001);
        Assert.Equal(expected, here.Events);

        // One line each: not one for each message.
        Assert.DoesNotContain("PublishFailed", _nodes!.Log.Events);
        Assert.Equal(1, _nodes.Log.Count("StreamWaits"));
        await Wait.Until("the log says that it is over", () => _nodes.Log.Count("StreamGoesOn") == 1 && _nodes.Log.Count("StreamReadAgain") == _nodes.Log.Count("StreamNotRead"));
        Assert.Equal(2, _nodes.Log.Count("RedisLost"));
    }

    [Fact]
    [Trait("Hostile", "R6")]
    public async Task A_connection_that_has_fallen_silent_is_noticed()
    {
        var (a, b) = await StartAsync(new());
        var here = await a.AddAsync("here");
        var there = await b.AddAsync("there");
        _redis.Freeze();

        try
        {
            await a.BroadcastAsync("n", 0);
            await Wait.Until("clients here get it", () => here.Received.Count == 1, limit: TimeSpan.FromSeconds(5));
            await Wait.Until("the loss is noticed", () => !_nodes!["node-a"].Outbox.IsAvailable, limit: TimeSpan.FromSeconds(10));
        }
        finally
        {
            _redis.Thaw();
        }

        await a.BroadcastAsync("n", 1);
        await Wait.Until("both have arrived", () => there.Received.Count >= 2);
        await a.BroadcastAsync("n", 2);
        await Wait.Until("all have arrived", () => there.Received.Count >= 3 && here.Received.Count >= 3);
        Assert.Equal(["42[\"n\",0]", "42[\"n\",1]", "42[\"n\",2]"], there.Events);
        Assert.Equal(there.Events, here.Events);
    }

    [Fact]
    [Trait("Hostile", "R5")]
    public async Task What_finds_no_place_while_Redis_is_away_fails_visibly()
    {
        var (a, b) = await StartAsync(null, static options => options.MaxQueuedMessages = 10);
        var here = await a.AddAsync("here");
        var there = await b.AddAsync("there");
        var failed = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _nodes!.Meters("node-a")))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, _, _) => Interlocked.Add(ref failed, instrument.Name == "socketio.adapter.messages.failed" ? count : 0));
        listener.Start();
        await _redis.StopAsync();
        await Wait.Until("the loss is noticed", () => _nodes!["node-a"].Connection.Current is null);

        for (var i = 0; i < 100; i++)
        {
            await a.BroadcastAsync("n", i);
        }

        Assert.Equal(100, here.Received.Count);
        Assert.Equal(90, Interlocked.Read(ref failed));
        Assert.Equal(1, _nodes!.Log.Count("PublishFailed"));
        await _redis.StartAsync();
        await Wait.Until("those that waited have arrived", () => there.Received.Count >= 10);
        await a.BroadcastAsync("n", 100);
        await Wait.Until("the next has arrived", () => there.Received.Count >= 11);
        Assert.Equal([.. Enumerable.Range(0, 10).Append(100).Select(static i => $"42[\"n\",{i}]")], there.Events);
    }

    [Fact]
    [Trait("Hostile", "L14")]
    public async Task A_Redis_without_its_data_is_gone_on_with()
    {
        var (a, b) = await StartAsync(new());
        var away = await a.AddAsync("away");
        var there = await b.AddAsync("there");
        await a.BroadcastAsync("n", 0);
        await Wait.Until("it has arrived", () => there.Received.Count == 1 && away.Received.Count == 1);
        var offset = away.Offset;
        a.Lose(away);
        await Wait.Until("the session is kept", () => _redis.Execute("EXISTS", "sio:session:pid-of-away") == ":1");

        _redis.Execute("FLUSHALL");
        await Wait.Until("both readers have noticed", () => _nodes!.Log.Count("StreamStartsAnew") == 2, limit: TimeSpan.FromSeconds(5));
        Assert.Null((await b.Adapter.RestoreSessionAsync("pid-of-away", offset, default)).Session);

        // The clock of the other Redis is behind.
        _redis.Execute("XADD", "socket.io", "5-1", "uid", "emitter", "nsp", "/", "type", "3", "data", "{\"packet\":{\"type\":2,\"data\":[\"n\",1]},\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{}}}");
        await Wait.Until("it has arrived", () => there.Received.Count == 2);
        Assert.Equal("5-1", there.Offset);

        // And once more, before anybody could notice that it is empty.
        _redis.Execute("XADD", "socket.io", "9-1", "uid", "x", "nsp", "/other", "type", "3", "data", "{}");
        await Wait.Until("it was read", () => _nodes!["node-b"].TailOf("/").LastPosition == new StreamId(9, 1).Position);
        _redis.Execute("EVAL", "redis.call('FLUSHALL') redis.call('XADD', 'socket.io', '2-0', 'uid', 'emitter', 'nsp', '/', 'type', '9', 'data', '{\"packet\":[\"hi\"]}') return 1", "0");
        await Wait.Until("the readers have noticed", () => b.ServerEvents.Contains("hi"));

        // Who lost its connection after that is restored.
        await a.BroadcastAsync("n", 2);
        await Wait.Until("it has arrived", () => there.Received.Count == 3);
        b.Lose(there);
        var restored = await RestoreAsync(a, there.Pid, there.Offset);
        await a.BroadcastAsync("n", 3);
        await Wait.Until("it has arrived", () => restored.Received.Count == 1);
        Assert.Equal(["42[\"n\",3]"], restored.Events);
    }

    [Fact]
    [Trait("Hostile", "L4")]
    public async Task A_quiet_client_comes_back_although_its_last_message_has_been_forgotten()
    {
        var (a, b) = await StartAsync(new(), static options => options.MaxLength = 100);
        var quiet = await a.AddAsync("quiet");
        var witness = await b.AddAsync("witness");
        await a.BroadcastAsync("n", 0);
        await Wait.Until("it has arrived", () => quiet.Received.Count == 1);

        // Redis forgets a hundred at a time. Nobody is so slow that it is too fast for them.
        for (var i = 1; i <= 500; i++)
        {
            await a.Adapter.BroadcastAsync(a.Event("other", i), Target.Everyone.WithRooms("witness"));

            if (i % 50 == 0)
            {
                await Wait.Until("they have arrived", () => witness.Received.Count == i + 1, () => witness.Received.Count);
            }
        }

        await Wait.Until("node-a has seen them too", () => _nodes!["node-a"].TailOf("/").LastPosition >= _nodes["node-b"].TailOf("/").LastPosition);
        Assert.Equal("*0", _redis.Execute("XRANGE", "socket.io", quiet.Offset!, quiet.Offset!));
        a.Lose(quiet);
        await b.BroadcastAsync("n", 1);
        var back = await RestoreAsync(b, quiet.Pid, quiet.Offset);
        await Wait.Until("what it has missed", () => back.Received.Count == 1);
        Assert.Equal(["42[\"n\",1]"], back.Events);
    }

    private static async Task<StreamsSocket> RestoreAsync(StreamsNode node, string pid, string? offset)
    {
        var clock = Stopwatch.StartNew();

        while (clock.Elapsed < Wait.Limit)
        {
            var restoration = await node.Adapter.RestoreSessionAsync(pid, offset, default);

            if (restoration.Session is { } session)
            {
                return (await node.AddAsync(session))!;
            }

            Assert.Equal(SessionRestoreFailure.UnknownSession, restoration.Failure);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        throw new TimeoutException($"{pid} was not restored with {offset}.");
    }

    private static async Task AssertTimesOutAsync(Func<Task> ask)
    {
        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAsync<ClusterTimeoutException>(() => Wait.For("the request to end", ask()));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 4);
    }

    private async Task<(StreamsNode A, StreamsNode B)> StartAsync(ConnectionStateRecoveryOptions? recovery, Action<RedisStreamsAdapterOptions>? configure = null)
    {
        await _redis.StartAsync();
        _nodes = new StreamsNodes(_redis.Configuration, configure);
        return (await new StreamsNode("node-a") { Recovery = recovery }.StartAsync(_nodes), await new StreamsNode("node-b") { Recovery = recovery }.StartAsync(_nodes));
    }
}
