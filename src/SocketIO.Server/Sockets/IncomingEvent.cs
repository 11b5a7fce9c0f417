using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// An event to hand out: one that was just received, still in the receive buffer, or one that has waited.
/// </summary>
internal readonly ref struct IncomingEvent
{
    private readonly ReceivedPacket _packet;
    private readonly EventArguments? _kept;

    public IncomingEvent(ReceivedPacket packet)
    {
        _packet = packet;
        Name = packet.EventName;
        AckId = packet.AckId;
        Reader = new ArgumentReader(packet);
    }

    public IncomingEvent(QueuedEvent queued)
    {
        _kept = queued.Arguments!;
        Name = queued.Name;
        AckId = queued.AckId;
        Reader = _kept.GetReader();
    }

    public ReadOnlySpan<byte> Name { get; }

    public long? AckId { get; }

    public ArgumentReader Reader { get; }

    /// <summary>Gets the arguments in a form that may be kept.</summary>
    public EventArguments Keep(IArgumentSerializer serializer) => _kept ?? _packet.ToArguments(serializer);

    public QueuedEvent ToQueued(IArgumentSerializer serializer)
    {
        var size = Name.Length + _packet.Payload.Length;

        foreach (var attachment in _packet.Attachments ?? [])
        {
            size += attachment.Length;
        }

        return new QueuedEvent(Name.ToArray(), Keep(serializer), AckId, size);
    }
}
