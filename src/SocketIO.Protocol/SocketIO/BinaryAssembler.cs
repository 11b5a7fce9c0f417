namespace SocketIO.Protocol;

/// <summary>
/// A binary packet that waits for its attachments.
/// </summary>
internal sealed class BinaryAssembler
{
    // The peer announces how many will follow; only what has arrived is paid for.
    private const int InitialCapacity = 4;

    private static readonly byte[] _main = "/"u8.ToArray();

    private readonly PacketType _type;
    private readonly byte[] _namespace;
    private readonly long? _ackId;
    private readonly ReadOnlyMemory<byte> _eventName;
    private readonly byte[] _payload;
    private readonly int _argumentsOffset;
    private readonly int _argumentCount;
    private readonly int _expected;
    private ReadOnlyMemory<byte>[] _attachments;
    private int _received;

    /// <summary>Initializes a new instance of the <see cref="BinaryAssembler"/> class.</summary>
    /// <param name="packet">The packet as it came in the text. It is copied.</param>
    /// <param name="expected">How many attachments will follow, at least one.</param>
    /// <param name="size">The bytes of the text.</param>
    public BinaryAssembler(ReceivedPacket packet, int expected, int size)
    {
        _type = packet.Type;
        _namespace = packet.Namespace.SequenceEqual(_main) ? _main : packet.Namespace.ToArray();
        _ackId = packet.AckId;
        _payload = packet.Payload.ToArray();

        // A name without escapes is a part of the payload.
        _eventName = packet.Payload.Overlaps(packet.EventName, out var offset)
            ? _payload.AsMemory(offset, packet.EventName.Length)
            : packet.EventName.ToArray();
        _argumentsOffset = packet.ArgumentsOffset;
        _argumentCount = packet.ArgumentCount;
        _expected = expected;
        _attachments = new ReadOnlyMemory<byte>[Math.Min(expected, InitialCapacity)];
        Size = size;
    }

    /// <summary>Gets the bytes of the text and of the attachments received so far.</summary>
    public long Size { get; private set; }

    /// <summary>Adds an attachment.</summary>
    /// <param name="attachment">The attachment, which is kept.</param>
    /// <returns><see langword="true"/> when it was the last.</returns>
    public bool Add(ReadOnlyMemory<byte> attachment)
    {
        if (_received == _attachments.Length)
        {
            Array.Resize(ref _attachments, Math.Min(_expected, _received * 2));
        }

        _attachments[_received++] = attachment;
        Size += attachment.Length;
        return _received == _expected;
    }

    /// <summary>Gets the packet, once it is complete.</summary>
    public ReceivedPacket ToPacket()
        => new(_type, _namespace, _ackId, _eventName.Span, _payload, _argumentsOffset, _argumentCount, _attachments);
}
