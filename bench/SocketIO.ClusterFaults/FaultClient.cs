using System.Diagnostics;
using SocketIO.Client;

namespace SocketIO.ClusterFaults;

/// <summary>A client that counts what it gets and how long it was away.</summary>
internal sealed class FaultClient : IAsyncDisposable
{
    private readonly SocketIOClient _client;
    private long _awaySince;

    public FaultClient(string url, int number, bool stores)
    {
        _client = new SocketIOClient(url, options =>
        {
            options.Transports = ["websocket"];
            options.Query["c"] = $"{number}";
            options.ReconnectionDelay = TimeSpan.FromMilliseconds(500);
            options.ReconnectionDelayMax = TimeSpan.FromSeconds(3);
            options.Timeout = TimeSpan.FromSeconds(5);

            if (stores)
            {
                options.Retries = 1_000;
                options.AckTimeout = TimeSpan.FromSeconds(2);
            }
        });

        _client.On("n", (string sender, long seq) => Ledger.Take(sender, seq));
        _client.OnDisconnect((_, _) => Interlocked.CompareExchange(ref _awaySince, Stopwatch.GetTimestamp(), 0));

        _client.OnConnectError(error => LastError = error.Message);

        _client.OnConnect(() =>
        {
            if (Interlocked.Exchange(ref _awaySince, 0) is > 0 and var since)
            {
                LongestAway = Math.Max(LongestAway, Stopwatch.GetElapsedTime(since).TotalSeconds);
                Reconnects++;

                if (!_client.Recovered)
                {
                    Restarts++;
                    Ledger.Restart();
                }
            }
        });
    }

    public Ledger Ledger { get; } = new();

    public bool Connected => _client.Connected;

    /// <summary>Gets why it did not get in when it last tried in vain.</summary>
    public string LastError { get; private set; } = "no error";

    public int Reconnects { get; private set; }

    public int Restarts { get; private set; }

    public double LongestAway { get; private set; }

    public Task ConnectAsync() => _client.ConnectAsync();

    /// <summary>Sends something that must be kept; whoever emits with retries gets an answer in the end.</summary>
    public Task StoreAsync(string id) => _client.EmitWithAckAsync<bool>("store", id);

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
