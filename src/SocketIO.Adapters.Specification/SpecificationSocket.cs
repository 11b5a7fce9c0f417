using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Specification;

/// <summary>
/// A client that writes down what it is sent, and answers when it is asked to.
/// </summary>
public sealed class SpecificationSocket : ILocalSocket
{
    private readonly SpecificationNode _node;
    private readonly ConcurrentDictionary<long, IBroadcastAckSink> _acks = new();
    private bool _isIn;

    internal SpecificationSocket(SpecificationNode node, string id)
    {
        _node = node;
        Id = id;
        Pid = "pid-of-" + id;
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <summary>
    /// Gets the secret of its session.
    /// </summary>
    public string Pid { get; init; }

    /// <inheritdoc/>
    public bool Connected
    {
        get => Volatile.Read(ref _isIn);
        internal set => Volatile.Write(ref _isIn, value);
    }

    /// <inheritdoc/>
    public RoomMembership Membership { get; } = new();

    /// <summary>
    /// Gets what the application has attached to the socket.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Data { get; set; } = new Dictionary<string, object?>();

    /// <summary>
    /// Gets the packets that the client was sent, each as the text of its packet and its attachments in hexadecimal digits.
    /// </summary>
    public ConcurrentQueue<string> Received { get; } = new();

    /// <summary>
    /// Gets how they travelled, in the same order.
    /// </summary>
    public ConcurrentQueue<BroadcastFlags> Flags { get; } = new();

    /// <summary>
    /// Gets how the socket was disconnected: whether its connection was closed too.
    /// </summary>
    public ConcurrentQueue<bool> Disconnects { get; } = new();

    /// <summary>
    /// Gets or sets what the client answers when it is asked for an acknowledgement.
    /// </summary>
    /// <value>The default is <see langword="null"/>: nothing.</value>
    public Func<EventArguments>? Answers { get; set; }

    /// <summary>
    /// Gets the last offset that the client has seen.
    /// </summary>
    public string? Offset => Received.Select(OffsetOf).LastOrDefault(static offset => offset is not null);

    /// <summary>
    /// Finds the offset in a packet.
    /// </summary>
    /// <param name="packet">What was received.</param>
    /// <returns>Its last argument if that is a string, as clients have it.</returns>
    public static string? OffsetOf(string packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        var start = packet.IndexOf('[', StringComparison.Ordinal);
        var end = packet.LastIndexOf(']');

        if (start < 0)
        {
            return null;
        }

        using var json = JsonDocument.Parse(packet[start..(end + 1)]);
        var count = json.RootElement.GetArrayLength();
        return count > 1 && json.RootElement[count - 1] is { ValueKind: JsonValueKind.String } last ? last.GetString() : null;
    }

    bool ILocalSocket.Connect()
    {
        Connected = true;
        return true;
    }

    void ILocalSocket.Write(EncodedPacket packet, BroadcastFlags flags) => Receive(packet, flags);

    void ILocalSocket.Send(EncodedPacket packet, BroadcastFlags flags) => Receive(packet, flags);

    void ILocalSocket.SendWithAck(EncodedPacket packet, long ackId, IBroadcastAckSink sink, BroadcastFlags flags)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _acks[ackId] = sink;
        Receive(packet, flags);

        if (Answers is { } answers && _acks.TryRemove(ackId, out _))
        {
            sink.OnAck(answers());
        }
    }

    void ILocalSocket.ForgetAck(long ackId) => _acks.TryRemove(ackId, out _);

    SocketDetails ILocalSocket.Describe() => new()
    {
        Id = Id,
        Rooms = _node.Adapter.Rooms.RoomsOf(this),
        Data = Data,
        Handshake = new SocketHandshake
        {
            Headers = new Dictionary<string, string> { ["user-agent"] = "the specification" },
            Query = new Dictionary<string, string> { ["EIO"] = "4", ["transport"] = "polling" },
            Auth = JsonElement.Parse("""{"token":"123"}"""),
            Address = "127.0.0.1",
            Url = "/socket.io/?EIO=4&transport=polling",
            Time = DateTimeOffset.FromUnixTimeMilliseconds(1_500_000_000_123),
            Secure = true,
            Xdomain = false,
        },
    };

    void ILocalSocket.Disconnect(bool close)
    {
        Disconnects.Enqueue(close);
        Connected = false;
        _node.Adapter.Remove(this);
        _node.Remove(this);
    }

    private void Receive(EncodedPacket packet, BroadcastFlags flags)
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(packet.Text.Span));

        foreach (var attachment in packet.Attachments)
        {
            text.Append('#').Append(Convert.ToHexStringLower(attachment.Span));
        }

        Received.Enqueue(text.ToString());
        Flags.Enqueue(flags);
    }
}
