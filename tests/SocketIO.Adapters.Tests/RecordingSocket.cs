using System.Collections.Concurrent;
using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Tests;

/// <summary>A socket that writes down what it is sent.</summary>
internal sealed class RecordingSocket(string id) : ILocalSocket
{
    private readonly ConcurrentDictionary<long, IBroadcastAckSink> _acks = new();

    public string Id { get; } = id;

    public bool Connected
    {
        get
        {
            Looks++;
            return field;
        }

        set;
    } = true;

    /// <summary>Gets how often somebody has asked whether the socket is connected: what every receiver of a broadcast is asked.</summary>
    public int Looks { get; private set; }

    public RoomMembership Membership { get; } = new();

    public ConcurrentQueue<string> Received { get; } = new();

    public List<BroadcastFlags> Flags { get; } = [];

    public List<EncodedPacket> Packets { get; } = [];

    public List<bool> Disconnects { get; } = [];

    public Action<string>? OnSend { get; init; }

    public int PendingAcks => _acks.Count;

    public void Send(EncodedPacket packet, BroadcastFlags flags)
    {
        lock (Packets)
        {
            Received.Enqueue(Encoding.UTF8.GetString(packet.Text.Span));
            Packets.Add(packet);
            Flags.Add(flags);
        }

        OnSend?.Invoke(Encoding.UTF8.GetString(packet.Text.Span));
    }

    public bool Connect()
    {
        Received.Enqueue("connected");
        return Connected = true;
    }

    public void Write(EncodedPacket packet, BroadcastFlags flags) => Send(packet, flags);

    public void SendWithAck(EncodedPacket packet, long ackId, IBroadcastAckSink sink, BroadcastFlags flags)
    {
        _acks[ackId] = sink;
        Send(packet, flags);
    }

    public void ForgetAck(long ackId) => _acks.TryRemove(ackId, out _);

    public void Answer(EventArguments arguments)
    {
        foreach (var (id, sink) in _acks)
        {
            if (_acks.TryRemove(id, out _))
            {
                sink.OnAck(arguments);
            }
        }
    }

    public SocketDetails Describe() => new()
    {
        Id = Id,
        Rooms = [],
        Data = new Dictionary<string, object?>(),
        Handshake = null!,
    };

    public void Disconnect(bool close) => Disconnects.Add(close);
}
