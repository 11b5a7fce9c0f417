using System.Text.Unicode;

namespace SocketIO.Protocol;

/// <summary>
/// Decodes the packets of one connection in the protocol's own format, and puts binary ones together. Not thread-safe.
/// </summary>
/// <remarks>
/// Everything is checked here and at once: UTF-8, JSON, depth, numbers, names, placeholders. What passes cannot fail later
/// except by not being of the type that the application asks for. No input makes a method of this type throw.
/// </remarks>
public sealed class PacketDecoder : MessageDecoder
{
    private readonly PacketLimits _limits;
    private BinaryAssembler? _pending;

    /// <summary>Initializes a new instance of the <see cref="PacketDecoder"/> class.</summary>
    /// <param name="limits">Bounds what the peer may send.</param>
    public PacketDecoder(PacketLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
    }

    /// <summary>Gets a value indicating whether a binary packet waits for attachments.</summary>
    public bool IsAwaitingAttachments => _pending is not null;

    /// <inheritdoc/>
    public override PacketError Add(ReadOnlySpan<byte> message, bool isBinary, out ReceivedPacket packet, out bool complete)
    {
        if (!isBinary)
        {
            return AddText(message, out packet, out complete);
        }

        // Only an attachment that is waited for is worth a copy.
        return AddBinary(IsAwaitingAttachments ? message.ToArray() : default, out packet, out complete);
    }

    /// <summary>Decodes a text message.</summary>
    /// <param name="text">The message, without the Engine.IO type that preceded it.</param>
    /// <param name="packet">The packet, which points into <paramref name="text"/>.</param>
    /// <param name="complete"><see langword="false"/> when attachments must follow, or the packet is refused: then <paramref name="packet"/> is empty.</param>
    /// <returns><see cref="PacketError.None"/>, or why the packet is refused. Refusing one drops a packet that is half received.</returns>
    public PacketError AddText(ReadOnlySpan<byte> text, out ReceivedPacket packet, out bool complete)
    {
        complete = false;
        packet = default;

        if (_pending is not null)
        {
            Reset();
            return PacketError.UnexpectedText;
        }

        if (text.Length > _limits.MaxPacketBytes)
        {
            return PacketError.PacketTooLarge;
        }

        if (!Utf8.IsValid(text))
        {
            return PacketError.InvalidUtf8;
        }

        var error = PacketHeader.Decode(text, _limits, out var header);

        if (error != PacketError.None)
        {
            return error;
        }

        error = PayloadDecoder.Decode(header, _limits, out packet);

        if (error != PacketError.None)
        {
            packet = default;
            return error;
        }

        if (header.Attachments > 0)
        {
            _pending = new BinaryAssembler(packet, header.Attachments, text.Length);
            packet = default;
            return PacketError.None;
        }

        complete = true;
        return PacketError.None;
    }

    /// <summary>Adds an attachment.</summary>
    /// <param name="owned">The attachment. The decoder keeps it and hands it on, so it must not be changed afterwards.</param>
    /// <param name="packet">The packet that this attachment completes. It points into memory that may be kept.</param>
    /// <param name="complete"><see langword="false"/> when more must follow, or the attachment is refused.</param>
    /// <returns><see cref="PacketError.None"/>, or why the attachment is refused. Refusing one drops a packet that is half received.</returns>
    public PacketError AddBinary(ReadOnlyMemory<byte> owned, out ReceivedPacket packet, out bool complete)
    {
        complete = false;
        packet = default;

        if (_pending is null)
        {
            return PacketError.UnexpectedBinary;
        }

        if (_pending.Size + owned.Length > _limits.MaxPacketBytes)
        {
            Reset();
            return PacketError.PacketTooLarge;
        }

        if (_pending.Add(owned))
        {
            packet = _pending.ToPacket();
            complete = true;
            Reset();
        }

        return PacketError.None;
    }

    /// <summary>Forgets a packet that is half received. Decoding can go on afterwards.</summary>
    public void Reset() => _pending = null;
}
