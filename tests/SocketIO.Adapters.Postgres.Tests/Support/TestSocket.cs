using System.Collections.Concurrent;
using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>A client that writes down what it is sent.</summary>
internal sealed class TestSocket(TestNode node, string id) : ILocalSocket
{
    public string Id { get; } = id;

    public string Pid => "pid-of-" + Id;

    public bool Connected { get; private set; }

    public RoomMembership Membership { get; } = new();

    public ConcurrentQueue<string> Received { get; } = new();

    /// <summary>Gets the last offset that the client has seen: the last argument if it is text, which the tests send none of themselves.</summary>
    public string? Offset => Received.Select(OffsetOf).LastOrDefault(static offset => offset is not null);

    public static string? OffsetOf(string packet)
    {
        var start = packet.LastIndexOf(",\"", StringComparison.Ordinal) + 2;
        var end = packet.LastIndexOf("\"]", StringComparison.Ordinal);
        return start > 1 && end >= start ? packet[start..end] : null;
    }

    public bool Connect() => Connected = true;

    public void Write(EncodedPacket packet, BroadcastFlags flags) => Send(packet, flags);

    public void Send(EncodedPacket packet, BroadcastFlags flags)
        => Received.Enqueue(string.Join('#', [Encoding.UTF8.GetString(packet.Text.Span), .. packet.Attachments.ToArray().Select(static bytes => Convert.ToHexStringLower(bytes.Span))]));

    public void SendWithAck(EncodedPacket packet, long ackId, IBroadcastAckSink sink, BroadcastFlags flags) => Send(packet, flags);

    public void ForgetAck(long ackId)
    {
    }

    public SocketDetails Describe() => new()
    {
        Id = Id,
        Rooms = node.Adapter.Rooms.RoomsOf(this),
        Data = new Dictionary<string, object?>(),
        Handshake = new SocketHandshake
        {
            Headers = new Dictionary<string, string>(),
            Query = new Dictionary<string, string>(),
            Auth = System.Text.Json.JsonElement.Parse("{}"),
            Address = "127.0.0.1",
            Url = "/",
            Time = DateTimeOffset.UnixEpoch,
            Secure = false,
            Xdomain = false,
        },
    };

    public void Disconnect(bool close) => Connected = false;

    public void Lose() => Connected = false;
}
