using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>A socket that writes down what it is sent.</summary>
internal sealed class TestSocket(string id) : ILocalSocket
{
    public string Id => id;

    public bool Connected => true;

    public RoomMembership Membership { get; } = new();

    public ConcurrentQueue<string> Received { get; } = [];

    public bool Connect() => true;

    public void Write(EncodedPacket packet, BroadcastFlags flags) => Received.Enqueue(Encoding.UTF8.GetString(packet.Text.Span));

    public void Send(EncodedPacket packet, BroadcastFlags flags) => Write(packet, flags);

    public void SendWithAck(EncodedPacket packet, long ackId, IBroadcastAckSink sink, BroadcastFlags flags)
    {
        Write(packet, flags);
        sink.OnAck(EventArguments.Empty);
    }

    public void ForgetAck(long ackId)
    {
    }

    public SocketDetails Describe() => new()
    {
        Id = id,
        Rooms = [id],
        Data = new Dictionary<string, object?>(),
        Handshake = new SocketHandshake
        {
            Headers = new Dictionary<string, string>(),
            Query = new Dictionary<string, string>(),
            Auth = JsonElement.Parse("{}"),
            Address = "127.0.0.1",
            Url = "/",
            Time = DateTimeOffset.UnixEpoch,
            Secure = false,
            Xdomain = false,
        },
    };

    public void Disconnect(bool close) => Received.Enqueue(close ? "closed" : "disconnected");
}
