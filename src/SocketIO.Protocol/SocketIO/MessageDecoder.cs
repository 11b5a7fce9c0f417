using System.Text.Unicode;

namespace SocketIO.Protocol;

/// <summary>
/// Turns the messages of one connection into packets. Not thread-safe.
/// </summary>
/// <remarks>
/// What a peer sends is never a reason to throw: refusing it is a result. What is thrown nevertheless closes the connection, as a refusal does.
/// </remarks>
public abstract class MessageDecoder
{
    /// <summary>Adds one message.</summary>
    /// <param name="message">The message, without the Engine.IO type that preceded it. It is valid only during the call: copy what is kept.</param>
    /// <param name="isBinary">Whether it came as a binary message.</param>
    /// <param name="packet">The packet that the message completes: what <see cref="Accept"/> made. It may point into <paramref name="message"/>.</param>
    /// <param name="complete"><see langword="false"/> when more messages must follow, or the message is refused: then <paramref name="packet"/> is empty.</param>
    /// <returns><see cref="PacketError.None"/>, or why the message is refused: the connection is then closed.</returns>
    public abstract PacketError Add(ReadOnlySpan<byte> message, bool isBinary, out ReceivedPacket packet, out bool complete);

    /// <summary>Says what is wrong with a message that was refused. Applications that listen to the errors of a socket are told.</summary>
    /// <param name="error">Why it was refused.</param>
    /// <param name="message">The message.</param>
    /// <param name="isBinary">Whether it came as a binary message.</param>
    /// <returns>By default, what the JavaScript implementation says of text.</returns>
    public virtual string GetErrorText(PacketError error, ReadOnlySpan<byte> message, bool isBinary) => error.ToReferenceText(isBinary ? default : message);

    /// <summary>Makes a packet of its parts. All of them are checked: a decoder need only find them.</summary>
    /// <param name="type">What the packet is for. One with attachments is an event or an acknowledgement like any other.</param>
    /// <param name="ns">The namespace in UTF-8, with its slash.</param>
    /// <param name="ackId">The id of the acknowledgement asked for or given, if any.</param>
    /// <param name="json">The payload in UTF-8: an array whose first element is the event's name, an array of an acknowledgement's arguments, an object; or empty.</param>
    /// <param name="attachments">
    /// The binary data, which must not be changed afterwards; <see langword="null"/> for none. Each part stands in the payload as <c>{"_placeholder":true,"num":0}</c> with its index.
    /// </param>
    /// <param name="limits">Bounds the packet; all but <see cref="PacketLimits.MaxAttachments"/> apply.</param>
    /// <param name="packet">The packet, which points into <paramref name="ns"/> and <paramref name="json"/>.</param>
    /// <returns><see cref="PacketError.None"/>, or what is wrong.</returns>
    protected static PacketError Accept(
        PacketType type,
        ReadOnlySpan<byte> ns,
        long? ackId,
        ReadOnlySpan<byte> json,
        ReadOnlyMemory<byte>[]? attachments,
        PacketLimits limits,
        out ReceivedPacket packet)
    {
        ArgumentNullException.ThrowIfNull(limits);
        packet = default;

        if (attachments is { Length: > 0 } && type is not (PacketType.Event or PacketType.Ack))
        {
            return PacketError.UnreferencedAttachment;
        }

        long size = json.Length;

        foreach (var attachment in attachments ?? [])
        {
            size += attachment.Length;
        }

        if (size > limits.MaxPacketBytes)
        {
            return PacketError.PacketTooLarge;
        }

        if (!Utf8.IsValid(ns) || !Utf8.IsValid(json))
        {
            return PacketError.InvalidUtf8;
        }

        var error = PacketHeader.Create(type, attachments?.Length ?? 0, ns, ackId, json, limits, out var header);

        if (error == PacketError.None)
        {
            error = PayloadDecoder.Decode(header, limits, out var decoded);

            if (error == PacketError.None)
            {
                packet = attachments is { Length: > 0 } ? decoded.With(attachments) : decoded;
            }
        }

        return error;
    }
}
