namespace SocketIO.Adapters.Tests;

/// <summary>A client whose connections end at any moment, with some of what was sent still on the way.</summary>
internal sealed class LossyClient(TestNamespace ns, string id, string room, Random random)
{
    private RecordingSocket? _socket;
    private string? _offset;

    public string Id => id;

    public int Index => id[1] - '0';

    /// <summary>Gets what has arrived, without offsets.</summary>
    public List<string> Received { get; } = [];

    public async Task ConnectAsync()
    {
        _socket = ns.Add(id, room);
        _socket.Connected = false;
        Assert.True(await ns.Adapter.ConnectAsync(_socket, restored: null));
    }

    public async Task ComeAndGoAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await LoseAndReturnAsync();
            await Task.Yield();
        }
    }

    public async Task LoseAndReturnAsync()
    {
        var lost = _socket!;

        // The server notices now; what the client has read is any beginning of what was written until then.
        ns.Adapter.PersistSession(lost, new RecoverableSession { Sid = id, Pid = id, Rooms = ns.Adapter.Rooms.RoomsOf(lost), Data = new Dictionary<string, object?>() });
        lost.Connected = false;
        ns.Adapter.Remove(lost);
        Read([.. lost.Received], random.Next(3) == 0);

        var restoration = await ns.Adapter.RestoreSessionAsync(id, _offset, CancellationToken.None);
        Assert.Equal(SessionRestoreFailure.None, restoration.Failure);
        _socket = ns.Readd(id, restoration.Session!);
        ns.Remove(lost);
        Assert.True(await ns.Adapter.ConnectAsync(_socket, restoration.Session));
        await Task.Yield();

        if (Received.Count > 0)
        {
            Assert.Contains("connected", _socket.Received);
        }
    }

    public void ReadAll() => Read([.. _socket!.Received], all: true);

    private void Read(string[] packets, bool all)
    {
        // Until it is told that it is in, a client of a recovered session holds what comes; then it has it.
        foreach (var packet in packets[..(all ? packets.Length : random.Next(packets.Length + 1))])
        {
            if (packet != "connected")
            {
                var comma = packet.LastIndexOf(',');
                Received.Add(packet["42[\"".Length..(comma - 1)]);
                _offset = packet[(comma + 2)..^2];
            }
        }
    }
}
