namespace SocketIO.Protocol;

/// <summary>
/// A packet that was received and found valid. It points into the received buffer and is good for as long as that is.
/// </summary>
public readonly ref struct ReceivedPacket
{
    internal ReceivedPacket(
        PacketType type,
        ReadOnlySpan<byte> ns,
        long? ackId,
        ReadOnlySpan<byte> eventName,
        ReadOnlySpan<byte> payload,
        int argumentsOffset,
        int argumentCount,
        ReadOnlyMemory<byte>[]? attachments)
    {
        Type = type;
        Namespace = ns;
        AckId = ackId;
        EventName = eventName;
        Payload = payload;
        ArgumentsOffset = argumentsOffset;
        ArgumentCount = argumentCount;
        Attachments = attachments;
    }

    /// <summary>Gets what the packet is for; <see cref="PacketType.Event"/> and <see cref="PacketType.Ack"/> also when it has attachments.</summary>
    public PacketType Type { get; }

    /// <summary>Gets the namespace in UTF-8; <c>/</c> when the packet names none.</summary>
    public ReadOnlySpan<byte> Namespace { get; }

    /// <summary>Gets the id that an acknowledgement answers or must carry, if any.</summary>
    public long? AckId { get; }

    /// <summary>Gets the event's name in UTF-8, without JSON escapes. A name that was sent as a number is its decimal text. Empty unless this is an event.</summary>
    public ReadOnlySpan<byte> EventName { get; }

    /// <summary>Gets the whole payload: valid JSON, or empty.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Gets where the first argument begins in <see cref="Payload"/>.</summary>
    public int ArgumentsOffset { get; }

    /// <summary>Gets the number of arguments: without the name of an event; the payload of a connect or connect error counts as one.</summary>
    public int ArgumentCount { get; }

    /// <summary>Gets the binary attachments, which may be kept; <see langword="null"/> when there are none.</summary>
    public ReadOnlyMemory<byte>[]? Attachments { get; }

    /// <summary>Gets the same packet with the attachments that its placeholders refer to.</summary>
    /// <param name="attachments">The attachments.</param>
    internal ReceivedPacket With(ReadOnlyMemory<byte>[] attachments)
        => new(Type, Namespace, AckId, EventName, Payload, ArgumentsOffset, ArgumentCount, attachments);

    /// <summary>Copies the arguments so that they can be kept.</summary>
    /// <param name="serializer">Turns JSON into the types that are asked for later.</param>
    public EventArguments ToArguments(IArgumentSerializer serializer)
        => ArgumentCount == 0 ? EventArguments.Empty : new EventArguments(Payload[TypeMark.FindStart(Payload, ArgumentsOffset)..].ToArray(), ArgumentCount, Attachments, serializer);
}
