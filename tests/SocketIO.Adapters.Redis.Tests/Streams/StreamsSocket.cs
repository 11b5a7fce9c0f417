using System.Collections.Concurrent;
using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>A socket that writes down what it is sent.</summary>
internal sealed class StreamsSocket(string id) : ILocalSocket
{
    private volatile bool _isConnected;

    public string Id => id;

    public string Pid { get; init; } = $"pid-of-{id}";

    public bool Connected
    {
        get => _isConnected;
        set => _isConnected = value;
    }

    public RoomMembership Membership { get; } = new();

    public ConcurrentQueue<string> Received { get; } = [];

    /// <summary>Gets what was received, without offsets.</summary>
    public IEnumerable<string> Events => Received.Select(static packet => Split(packet).Event);

    /// <summary>Gets the last offset.</summary>
    public string? Offset => Received.Select(static packet => Split(packet).Offset).LastOrDefault(static offset => offset is not null);

    /// <summary>Takes the offset off a packet. Nothing that tests send ends with a text.</summary>
    public static (string Event, string? Offset) Split(string packet)
    {
        var comma = packet.LastIndexOf(",\"", StringComparison.Ordinal);
        return comma < 0 || !packet.EndsWith("\"]", StringComparison.Ordinal) ? (packet, null) : (packet[..comma] + "]", packet[(comma + 2)..^2]);
    }

    public bool Connect() => Connected = true;

    public void Write(EncodedPacket packet, BroadcastFlags flags) => Received.Enqueue(Encoding.UTF8.GetString(packet.Text.Span));

    public void Send(EncodedPacket packet, BroadcastFlags flags) => Write(packet, flags);

    public void SendWithAck(EncodedPacket packet, long ackId, IBroadcastAckSink sink, BroadcastFlags flags) => Write(packet, flags);

    public void ForgetAck(long ackId)
    {
    }

    public SocketDetails Describe() => new TestSocket(Id).Describe();

    public void Disconnect(bool close)
    {
        Received.Enqueue("disconnected");
        Connected = false;
    }
}
