using SocketIO.Client;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.ClientInterop;

/// <summary>
/// Emits with retries while server and connections are killed: every emit must end in a known way, and what arrives must arrive in order.
/// </summary>
internal sealed class RetryCampaign(int emits, int seed)
{
    private const int Window = 1000;

    private readonly Random _random = new(seed);
    private readonly HashSet<long> _received = [];
    private readonly List<long> _acknowledged = [];
    private readonly List<string> _faults = [];
    private long _latest = -1;

    public int Kills { get; private set; }

    public int Cuts { get; private set; }

    public int Duplicates { get; private set; }

    public int Failed { get; private set; }

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Plays it.</summary>
    /// <param name="transport">The transport of the client.</param>
    /// <param name="onProgress">Is told how many emits have ended.</param>
    public async Task RunAsync(string transport, Action<int>? onProgress = null)
    {
        var port = FreePorts.Base();
        await using var server = new KilledServer(port, OnReceived);
        await server.StartAsync();
        await using var relay = new FaultRelay(port);
        using var over = new CancellationTokenSource();

        await using var client = new SocketIOClient(relay.Url, o =>
        {
            o.Transports = [transport];
            o.Retries = 1000;
            o.AckTimeout = TimeSpan.FromSeconds(1);
            o.ReconnectionDelay = TimeSpan.FromMilliseconds(20);
            o.ReconnectionDelayMax = TimeSpan.FromMilliseconds(200);
            o.ForceNew = true;
        });
        await client.ConnectAsync();

        var faults = BreakAsync(server, relay, over.Token);

        for (var first = 0; first < emits; first += Window)
        {
            var ends = Enumerable.Range(first, Math.Min(Window, emits - first)).Select(n => EmitAsync(client, n)).ToArray();
            await Wait.For($"the end of emits {first} to {first + ends.Length - 1}", Task.WhenAll(ends), TimeSpan.FromSeconds(120));
            onProgress?.Invoke(first + ends.Length);
        }

        await over.CancelAsync();
        await faults;

        // Now everything that it wrote down has been read, too.
        await server.KillAsync();
        _faults.AddRange(_acknowledged.Where(n => !_received.Contains(n)).Select(n => $"{n} was acknowledged, but never arrived."));

        if (_acknowledged.Count + Failed != emits)
        {
            _faults.Add($"Of {emits} emits {_acknowledged.Count} were acknowledged and {Failed} failed.");
        }
    }

    private async Task EmitAsync(SocketIOClient client, int n)
    {
        try
        {
            var answer = await client.EmitWithAckAsync<long>("n", n);

            lock (_received)
            {
                _acknowledged.Add(n);

                if (answer != n)
                {
                    _faults.Add($"{n} was acknowledged as {answer}.");
                }
            }
        }
        catch (Exception e) when (e is AckTimeoutException or SocketDisconnectedException)
        {
            lock (_received)
            {
                Failed++;
            }
        }
    }

    private void OnReceived(long n)
    {
        lock (_received)
        {
            if (!_received.Add(n))
            {
                // Sent again, because nobody knew that it had arrived. Only the last one can be.
                Duplicates++;

                if (n != _latest)
                {
                    _faults.Add($"{n} came again after {_latest}.");
                }
            }
            else if (n != _latest + 1)
            {
                _faults.Add($"{n} came after {_latest}.");
            }

            _latest = n;
        }
    }

    private async Task BreakAsync(KilledServer server, FaultRelay relay, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(100, 1500)), TimeProvider.System, over).ContinueWith(static _ => { }, TaskScheduler.Default);

            switch (_random.Next(4))
            {
                case 0:
                    Kills++;
                    await server.KillAsync();
                    await server.StartAsync();
                    break;

                case 1:
                    Cuts++;
                    relay.End();
                    break;

                default:
                    Cuts++;
                    relay.Cut();
                    break;
            }
        }
    }
}
