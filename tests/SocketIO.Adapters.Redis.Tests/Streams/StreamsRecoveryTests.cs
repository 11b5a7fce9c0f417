using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>Clients that lose their connections at any moment and come back on any server, while all servers send, get everything that is theirs, once and in order.</summary>
public sealed class StreamsRecoveryTests : IAsyncLifetime
{
    private const int Clients = 6;
    private const int MaxWaiting = 300;

    private static readonly TimeSpan OutageLimit = TimeSpan.FromSeconds(60);

    private readonly RedisServer _redis = new(appendOnly: true);
    private readonly StreamsNodes _nodes;
    private StreamsNode[] _all = [];
    private int _sent;

    public StreamsRecoveryTests() => _nodes = new StreamsNodes(_redis.Configuration, static options => options.MaxLength = 100_000);

    public async ValueTask InitializeAsync()
    {
        await _redis.StartAsync();
        _all = [await new StreamsNode("node-a").StartAsync(_nodes), await new StreamsNode("node-b").StartAsync(_nodes), await new StreamsNode("node-c").StartAsync(_nodes)];
    }

    public async ValueTask DisposeAsync()
    {
        await _nodes.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [Trait("Spec", "ADP-055")]
    [Trait("Spec", "ADP-020")]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nothing_is_lost_or_doubled_and_the_order_is_the_same_everywhere(int seed)
    {
        var clients = await ConnectAsync(seed);
        var losing = Task.WhenAll(clients.Select(client => Task.Run(() => client.ComeAndGoAsync(15))));
        var sent = await SendWhileAsync(losing);
        await FinishAsync(clients, sent);

        // All that were sent to everybody, as everybody has got them.
        Assert.All(clients, client => Assert.Equal(0, client.Restarts));
        var orders = clients.Select(static client => client.Received.Where(static e => e.StartsWith("42[\"all\"", StringComparison.Ordinal)).ToArray()).ToArray();
        Assert.All(orders, order => Assert.Equal(orders[0], order));
    }

    [Theory]
    [Trait("Hostile", "R5")]
    [Trait("Spec", "ADP-056")]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public async Task Nothing_is_lost_or_doubled_while_Redis_is_killed_and_comes_back(int seed, bool isFrozen)
    {
        var clients = await ConnectAsync(seed);
        var losing = Task.WhenAll(clients.Select(client => Task.Run(() => client.ComeAndGoAsync(15))));
        var breaking = Task.Run(() => isFrozen ? FreezeAsync() : KillAsync());
        var sent = await SendWhileAsync(Task.WhenAll(losing, breaking));
        await FinishAsync(clients, sent);

        // What is sent twice would have been found in the stream.
        var numbers = await NumbersInStreamAsync();
        Assert.Equal(numbers.Distinct().Count(), numbers.Length);
        Assert.True(clients.Sum(static client => client.Recoveries) > Clients, "Hardly any client was restored.");
    }

    private async Task KillAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            await WaitForMessagesAsync(200);
            await _redis.KillAsync();
            await Wait.Until("the loss is noticed", () => _nodes["node-a"].Connection.Current is null);
            await WaitForMessagesAsync(200);
            await _redis.StartAsync();
            await Wait.Until("messages go on", () => _nodes["node-a"].Outbox is { IsAvailable: true, Count: < 1000 });
        }
    }

    private async Task FreezeAsync()
    {
        await WaitForMessagesAsync(200);
        _redis.Freeze();
        await Wait.Until("the loss is noticed", () => _nodes["node-a"].Connection.Current is null, limit: TimeSpan.FromSeconds(10));
        _redis.Thaw();
        await Wait.Until("messages go on", () => _nodes["node-a"].Outbox is { IsAvailable: true, Count: < 1000 });
    }

    private async Task WaitForMessagesAsync(int count)
    {
        var before = _sent;
        await Wait.Until($"{count} messages are sent", () => Volatile.Read(ref _sent) >= before + count, () => _sent - before);
    }

    private string Report()
        => string.Join(", ", _all.Select(node => $"{node.NodeId}: {_nodes[node.NodeId].Outbox.Count} wait, {(_nodes[node.NodeId].Outbox.IsAvailable ? "available" : "away")}"))
            + "; " + string.Join(" ", _nodes.Log.Events);

    private async Task<WanderingClient[]> ConnectAsync(int seed)
    {
        var clients = Enumerable.Range(0, Clients).Select(i => new WanderingClient(_all, $"c{i}", i % 2 == 0 ? "even" : "odd", new Random((seed * 100) + i)) { Report = Report }).ToArray();

        foreach (var client in clients)
        {
            await client.ConnectAsync();
        }

        return clients;
    }

    private async Task<int[]> SendWhileAsync(Task busy)
    {
        var sent = await Task.WhenAll(_all.Select((node, n) => Task.Run(() => SendAsync(node, n, busy))));
        await busy;
        return sent;
    }

    // Not faster than the server's own clients get it.
    private async Task<int> SendAsync(StreamsNode node, int number, Task busy)
    {
        var witness = await node.AddAsync($"witness{number}");
        var i = 0;

        while (!busy.IsCompleted)
        {
            var target = (i % 3) switch { 0 => Target.Everyone, 1 => Target.Everyone.WithRooms("even", witness.Id), _ => Target.Everyone.WithRooms("odd", witness.Id) };
            await node.Adapter.BroadcastAsync(node.Event(i % 3 == 0 ? "all" : "some", number, i), target);
            var last = $",{number},{i}]";
            await Wait.Until($"{last} is delivered", () => witness.Events.LastOrDefault(e => e.Contains($",{number},", StringComparison.Ordinal))?.EndsWith(last, StringComparison.Ordinal) == true);
            witness.Received.Clear();
            i++;
            Interlocked.Increment(ref _sent);

            // A few hundred wait for Redis, not as many as could be sent while it is away.
            await Wait.Until("Redis takes messages", () => _nodes[node.NodeId].Outbox.Count < MaxWaiting, Report, OutageLimit);
        }

        return i;
    }

    private async Task FinishAsync(WanderingClient[] clients, int[] sent)
    {
        await Wait.Until("all is stored", () => _all.All(node => _nodes[node.NodeId].Outbox is { IsAvailable: true, Count: 0 }));

        foreach (var client in clients)
        {
            await client.LoseAndReturnAsync();
        }

        await _all[0].BroadcastAsync("end", -1, 0);

        foreach (var (client, index) in clients.Select(static (client, index) => (client, index)))
        {
            await Wait.Until("the client has got everything", () => client.HasGot("end"));
            client.ReadAll();

            for (var sender = 0; sender < sent.Length; sender++)
            {
                var received = client.Received.Where(e => e.Contains($",{sender},", StringComparison.Ordinal)).Select(static e => int.Parse(e[(e.LastIndexOf(',') + 1)..^1])).ToArray();
                var expected = Enumerable.Range(0, sent[sender]).Where(i => i % 3 == 0 || (i % 3 == 1) == (index % 2 == 0));

                // Who was told that it starts anew knows that there is something before.
                Assert.Equal(client.Restarts == 0 ? expected : expected.SkipWhile(i => received.Length == 0 || i < received[0]), received);
            }
        }
    }

    private async Task<string[]> NumbersInStreamAsync()
    {
        using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(_redis.Configuration);
        var entries = StreamEntry.ReadAll(await connection.GetDatabase().ExecuteAsync("XRANGE", "socket.io", "-", "+"));
        return [.. entries.Select(static entry => $"{entry.Uid} {entry.Number}")];
    }
}
