using System.Text;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Adapters.Tests;

/// <summary>A namespace of recording sockets, with an adapter in front.</summary>
internal sealed class TestNamespace : ILocalSockets
{
    private readonly Lock _gate = new();
    private readonly List<ILocalSocket> _sockets = [];
    private long _ackId = -1;

    public TestNamespace(ConnectionStateRecoveryOptions? recovery = null)
    {
        Recovery = recovery;
        Adapter = new InMemoryAdapter(this);
    }

    public InMemoryAdapter Adapter { get; }

    public string Name => "/";

    public string NodeId { get; init; } = "node-1";

    public IArgumentSerializer Serializer => JsonArgumentSerializer.Default;

    public ConnectionStateRecoveryOptions? Recovery { get; }

    public TimeSpan LossDetectionTime => TimeSpan.FromSeconds(45);

    public ManualTimeProvider Time { get; } = new();

    TimeProvider ILocalSockets.Time => Time;

    public RecordingSocket Add(string id, params ReadOnlySpan<string> rooms)
    {
        var socket = new RecordingSocket(id);

        lock (_gate)
        {
            _sockets.Add(socket);
        }

        Adapter.Rooms.Join(socket, id);
        Adapter.Rooms.Join(socket, rooms);
        return socket;
    }

    /// <summary>Adds a socket that is not connected yet, in the rooms of an earlier one.</summary>
    public RecordingSocket Readd(string id, RecoverableSession session)
    {
        var socket = new RecordingSocket(id) { Connected = false };
        socket.Membership.Resume(session);

        lock (_gate)
        {
            _sockets.Add(socket);
        }

        Adapter.Rooms.Join(socket, [.. session.Rooms]);
        return socket;
    }

    public void Remove(ILocalSocket socket)
    {
        lock (_gate)
        {
            _sockets.Remove(socket);
        }
    }

    /// <summary>Gets how often all sockets were asked for.</summary>
    public int Snapshots { get; private set; }

    public ILocalSocket[] Snapshot()
    {
        lock (_gate)
        {
            Snapshots++;
            return [.. _sockets];
        }
    }

    public void OnServerSideEvent(string eventName, EventArguments arguments, Func<EventArguments, ValueTask>? answer)
        => throw new NotSupportedException("Nobody sends events to servers here.");

    public void OnServerData(string nodeId, ReadOnlyMemory<byte> data) => throw new NotSupportedException("Nobody sends data to servers here.");

    public long NextAckId() => Interlocked.Increment(ref _ackId);

    public static EncodedPacket Packet(string text = "42[\"hi\"]") => new(Encoding.UTF8.GetBytes(text));
}
