using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>A client whose connections end at any moment, with some of what was sent still on the way, and who comes back on any server.</summary>
internal sealed class WanderingClient(StreamsNode[] nodes, string id, string room, Random random)
{
    private StreamsNode _node = nodes[0];
    private StreamsSocket _socket = new(id);
    private string? _offset;
    private int _starts;

    /// <summary>Gets what has arrived since the client was told that it starts anew, without offsets.</summary>
    public List<string> Received { get; } = [];

    /// <summary>Gets how often it was told so.</summary>
    public int Restarts => _starts - 1;

    public int Recoveries { get; private set; }

    /// <summary>Gets what to say when the client is not let in.</summary>
    public Func<string> Report { get; init; } = static () => string.Empty;

    public async Task ConnectAsync()
    {
        Received.Clear();
        _offset = null;
        _node = nodes[random.Next(nodes.Length)];
        _socket = await _node.AddAsync($"{id}.{++_starts}", room);
    }

    public async Task ComeAndGoAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            var before = _socket.Received.Count;
            var enough = random.Next(10);
            await Wait.Until($"{id} gets something", () => _socket.Received.Count >= before + enough);
            await LoseAndReturnAsync();
        }
    }

    public async Task LoseAndReturnAsync()
    {
        _node.Lose(_socket);

        // The server notices now; what the client has read is any beginning of what was written until then.
        Read(random.Next(3) == 0 ? int.MaxValue : random.Next(_socket.Received.Count + 1));
        _node = nodes[random.Next(nodes.Length)];
        var clock = System.Diagnostics.Stopwatch.StartNew();

        while (clock.Elapsed < Wait.Limit)
        {
            SessionRestoration restoration;

            try
            {
                restoration = await _node.Adapter.RestoreSessionAsync(_socket.Pid, _offset, CancellationToken.None);
            }
            catch (Exception)
            {
                // Redis is away: the server lets it in as a new client, and says so.
                await ConnectAsync();
                return;
            }

            if (restoration.Session is { } session && await TryConnectAsync(session))
            {
                Recoveries++;
                return;
            }

            Assert.True(restoration.Failure is SessionRestoreFailure.None or SessionRestoreFailure.UnknownSession, $"{restoration.Failure} of {id} with {_offset}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        throw new TimeoutException($"{id} was not let in again by {_node.NodeId}. {Report()}");
    }

    public void ReadAll() => Read(int.MaxValue);

    public bool HasGot(string name) => _socket.Events.Any(e => e.StartsWith($"42[\"{name}\"", StringComparison.Ordinal));

    private async Task<bool> TryConnectAsync(RecoverableSession session)
    {
        try
        {
            if (await _node.AddAsync(session) is not { } socket)
            {
                return false;
            }

            _socket = socket;
            return true;
        }
        catch (Exception)
        {
            // Redis went away while it was read: the connection is closed, and what has arrived until then was not handed to anybody.
            _node.Adapter.PersistSession(new StreamsSocket(session.Sid), session);
            return false;
        }
    }

    private void Read(int count)
    {
        foreach (var packet in _socket.Received.Take(count))
        {
            var (text, offset) = StreamsSocket.Split(packet);
            Received.Add(text);
            _offset = offset ?? _offset;
        }

        _socket.Received.Clear();
    }
}
