namespace SocketIO.Protocol;

/// <summary>
/// Encodes packets into memory that is used again for the next one. Not thread-safe: rent one, use it, return it.
/// </summary>
public sealed class PacketBuffer
{
    private PacketBuffer()
    {
    }

    /// <summary>Gets the last packet written, as an Engine.IO text packet: <c>42["a"]</c>. Valid until the next write or <see cref="Return"/>.</summary>
    public ReadOnlySpan<byte> Text => throw new NotImplementedException();

    /// <summary>Gets a value indicating whether binary attachments belong to the packet; then only <see cref="ToEncodedPacket"/> has all of it.</summary>
    public bool HasAttachments => throw new NotImplementedException();

    /// <summary>Takes the buffer kept by this thread, or a new one.</summary>
    public static PacketBuffer Rent() => throw new NotImplementedException();

    /// <summary>Gives the buffer back to the calling thread. It must not be used afterwards.</summary>
    public void Return() => throw new NotImplementedException();

    /// <summary>Writes an event or an acknowledgement, which becomes a binary one if an argument contains binary data.</summary>
    /// <param name="type"><see cref="PacketType.Event"/> or <see cref="PacketType.Ack"/>.</param>
    /// <param name="ns">The namespace, <c>/</c> for the main one.</param>
    /// <param name="ackId">The id of the acknowledgement asked for or given.</param>
    /// <param name="eventName">The event's name; <see langword="null"/> for an acknowledgement.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="serializer">Turns arguments into JSON. What it throws reaches the caller, and the buffer can still be used.</param>
    public void Write(PacketType type, string ns, long? ackId, string? eventName, ReadOnlySpan<object?> arguments, IArgumentSerializer serializer)
        => throw new NotImplementedException();

    /// <summary>Writes a packet whose payload is not a list of arguments. Binary data in it is not made an attachment.</summary>
    /// <param name="type"><see cref="PacketType.Connect"/>, <see cref="PacketType.ConnectError"/> or <see cref="PacketType.Disconnect"/>.</param>
    /// <param name="ns">The namespace, <c>/</c> for the main one.</param>
    /// <param name="payload">The payload; <see langword="null"/> for none.</param>
    /// <param name="serializer">Turns the payload into JSON.</param>
    public void WriteRaw(PacketType type, string ns, object? payload, IArgumentSerializer serializer) => throw new NotImplementedException();

    /// <summary>Writes the confirmation that a namespace was joined: <c>40/admin,{"sid":"…","pid":"…"}</c>.</summary>
    /// <param name="ns">The namespace, <c>/</c> for the main one.</param>
    /// <param name="sid">The id of the socket.</param>
    /// <param name="pid">The secret with which the client may recover its state later, if any.</param>
    public void WriteConnect(string ns, string sid, string? pid = null) => throw new NotImplementedException();

    /// <summary>Writes the refusal of a namespace: <c>44/admin,{"message":"…","data":…}</c>.</summary>
    /// <param name="ns">The namespace, <c>/</c> for the main one.</param>
    /// <param name="message">What the client is told.</param>
    /// <param name="data">More for the client, <see langword="null"/> for nothing.</param>
    /// <param name="serializer">Turns <paramref name="data"/> into JSON.</param>
    public void WriteConnectError(string ns, string message, object? data, IArgumentSerializer serializer) => throw new NotImplementedException();

    /// <summary>Copies the packet out. The caller may change its arrays afterwards.</summary>
    public EncodedPacket ToEncodedPacket() => throw new NotImplementedException();
}
