namespace SocketIO.Protocol;

/// <summary>
/// Decodes the Socket.IO packets of one connection, and puts binary ones together. Not thread-safe.
/// </summary>
/// <param name="limits">Bounds what the peer may send.</param>
/// <remarks>
/// Everything is checked here and at once: UTF-8, JSON, depth, numbers, names, placeholders. What passes cannot fail later
/// except by not being of the type that the application asks for. No input makes a method of this type throw.
/// </remarks>
public sealed class PacketDecoder(PacketLimits limits)
{
    private readonly PacketLimits _limits = limits;

    /// <summary>Gets a value indicating whether a binary packet waits for attachments.</summary>
    public bool IsAwaitingAttachments => _limits is null;

    /// <summary>Decodes a text message.</summary>
    /// <param name="text">The message, without the Engine.IO type that preceded it.</param>
    /// <param name="packet">The packet, which points into <paramref name="text"/>.</param>
    /// <param name="complete"><see langword="false"/> when attachments must follow, or the packet is refused: then <paramref name="packet"/> is empty.</param>
    /// <returns><see cref="PacketError.None"/>, or why the packet is refused.</returns>
    public PacketError AddText(ReadOnlySpan<byte> text, out ReceivedPacket packet, out bool complete) => throw new NotImplementedException();

    /// <summary>Adds an attachment.</summary>
    /// <param name="owned">The attachment. The decoder keeps it and hands it on, so it must not be changed afterwards.</param>
    /// <param name="packet">The packet that this attachment completes. It points into memory that may be kept.</param>
    /// <param name="complete"><see langword="false"/> when more must follow, or the attachment is refused.</param>
    /// <returns><see cref="PacketError.None"/>, or why the attachment is refused.</returns>
    public PacketError AddBinary(ReadOnlyMemory<byte> owned, out ReceivedPacket packet, out bool complete) => throw new NotImplementedException();

    /// <summary>Forgets a packet that is half received. Decoding can go on afterwards.</summary>
    public void Reset() => throw new NotImplementedException();
}
