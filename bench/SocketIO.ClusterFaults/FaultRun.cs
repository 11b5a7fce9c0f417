using System.Collections.Concurrent;
using System.Diagnostics;

namespace SocketIO.ClusterFaults;

/// <summary>Three servers, a balancer and clients, and what was found in the end.</summary>
internal sealed class FaultRun(FaultOptions options) : IAsyncDisposable
{
    private readonly Balancer _balancer = new();
    private readonly List<FaultClient> _clients = [];
    private readonly List<FaultClient> _writers = [];
    private readonly ConcurrentBag<string> _acknowledged = [];
    private readonly CancellationTokenSource _stopWriting = new();
    private readonly List<string> _failures = [];
    private Task _writing = Task.CompletedTask;

    public List<NodeHandle> Nodes { get; } = [];

    public IReadOnlyList<FaultClient> Clients => _clients;

    public IReadOnlyCollection<string> Acknowledged => _acknowledged;

    public async Task StartAsync(string adapter, string broker, string? store, string? networkNamespaceOfLast = null, string? addressOfLast = null, string? brokerOfLast = null)
    {
        for (var i = 0; i < 3; i++)
        {
            var isApart = i == 2 && networkNamespaceOfLast is not null;
            string[] arguments = [adapter, isApart ? brokerOfLast! : broker, "faults", $"{options.Rate}", .. store is null ? Array.Empty<string>() : [isApart ? brokerOfLast! : store]];
            Nodes.Add(new NodeHandle($"n{i + 1}", isApart ? addressOfLast! : "127.0.0.1", Balancer.FreePort(), arguments, isApart ? networkNamespaceOfLast : null, options.DrainTime));
            await Nodes[i].StartAsync();
        }

        _balancer.Start(Nodes);
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        var opened = 0;

        for (var i = 0; i < options.Clients; i++)
        {
            _clients.Add(new FaultClient(_balancer.Url, i, stores: false));
        }

        foreach (var batch in _clients.Chunk(50))
        {
            await Task.WhenAll(batch.Select(static client => client.ConnectAsync())).WaitAsync(TimeSpan.FromSeconds(60));
            opened += batch.Length;
            Progress($"{opened} of {options.Clients} clients are connected");
        }

        if (store is not null)
        {
            for (var i = 0; i < 20; i++)
            {
                _writers.Add(new FaultClient(_balancer.Url, 100_000 + i, stores: true));
                await _writers[i].ConnectAsync();
            }

            _writing = Task.WhenAll(_writers.Select(WriteAsync));
        }

        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        _clients.ForEach(static client => client.Ledger.Settle());
    }

    public static void Progress(string what) => Console.WriteLine($"  {TimeProvider.System.GetLocalNow():HH:mm:ss} {what}");

    public void Check(bool holds, string what)
    {
        Console.WriteLine($"  {(holds ? "ok    " : "FAILED")} {what}");

        if (!holds)
        {
            _failures.Add(what);
        }
    }

    public async Task<TimeSpan> UntilAsync(string what, Func<bool> condition, int seconds)
    {
        var clock = Stopwatch.StartNew();

        while (!condition() && clock.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Check(condition(), $"{what} after {clock.Elapsed.TotalSeconds:0.0} s");

        foreach (var why in _clients.Where(static client => !client.Connected).GroupBy(static client => client.LastError))
        {
            Progress($"{why.Count()} clients are not connected: {why.Key}");
        }

        return clock.Elapsed;
    }

    /// <summary>Stops sending, lets everything arrive, and compares what was sent with what has come.</summary>
    public async Task<bool> EndAsync(long mayLose, Func<IReadOnlyCollection<string>>? stored = null, bool mayDouble = false)
    {
        await _stopWriting.CancelAsync();
        await _writing.WaitAsync(TimeSpan.FromSeconds(60));

        foreach (var node in Nodes)
        {
            await node.PauseAsync();
        }

        var last = new Dictionary<string, long>();

        foreach (var node in Nodes)
        {
            var stats = (await node.StatsAsync())!;
            last[node.Sender] = stats.Sent;
            Check(stats.SlowestEmit < 50, $"{node.Name}: the slowest emit took {stats.SlowestEmit:0.0} ms");
            Check(stats.Escaped == 0, $"{node.Name}: {stats.Escaped} exceptions have left the library");
        }

        await UntilAsync("the last of every server has reached every client", () => _clients.All(client => last.All(sender => client.Ledger.LastOf(sender.Key) == sender.Value)), 20);

        Check(_clients.All(static client => client.Connected), $"{_clients.Count(static client => client.Connected)} of {_clients.Count} clients are connected");
        var lost = _clients.Sum(static client => client.Ledger.LostInAll);
        var doubled = _clients.Sum(static client => client.Ledger.Doubled);
        Console.WriteLine($"  {_clients.Sum(static client => client.Ledger.Received):n0} received, {lost:n0} lost without notice, {doubled:n0} doubled; "
            + $"{_clients.Sum(static client => client.Reconnects):n0} reconnections, {_clients.Sum(static client => client.Restarts):n0} of them told that they start anew, longest away {_clients.Max(static client => client.LongestAway):0.0} s");
        Check(mayLose < 0 || lost <= mayLose, $"{lost:n0} lost without notice");
        Check(mayDouble || doubled == 0, $"{doubled:n0} doubled");

        if (stored is not null)
        {
            var kept = stored().ToHashSet();
            Check(_acknowledged.All(kept.Contains), $"{_acknowledged.Count:n0} emits with retries acknowledged, {_acknowledged.Count(id => !kept.Contains(id)):n0} of them lost");
        }

        return _failures.Count == 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopWriting.CancelAsync();
        await Task.WhenAll(_clients.Concat(_writers).Select(static client => client.DisposeAsync().AsTask()));

        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await _balancer.DisposeAsync();
        _stopWriting.Dispose();
    }

    private async Task WriteAsync(FaultClient client, int number)
    {
        for (var i = 0; !_stopWriting.IsCancellationRequested; i++)
        {
            var id = $"{number}-{i}";
            await client.StoreAsync(id);
            _acknowledged.Add(id);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
