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

    public ILocalSocket[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _sockets];
        }
    }

    public long NextAckId() => Interlocked.Increment(ref _ackId);

    public static EncodedPacket Packet(string text = "42[\"hi\"]") => new(Encoding.UTF8.GetBytes(text));
}
