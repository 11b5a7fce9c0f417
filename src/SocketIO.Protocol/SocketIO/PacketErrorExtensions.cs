using System.Globalization;

namespace SocketIO.Protocol;

/// <summary>
/// Words for a <see cref="PacketError"/>.
/// </summary>
public static class PacketErrorExtensions
{
    /// <summary>Says what is wrong in the words of the JavaScript implementation, which applications may compare with.</summary>
    /// <param name="error">The error.</param>
    /// <param name="packet">The packet that was refused, if at hand: an unknown type is then named.</param>
    /// <returns>The text, for example <c>invalid payload</c>; empty for <see cref="PacketError.None"/>.</returns>
    public static string ToReferenceText(this PacketError error, ReadOnlySpan<byte> packet = default) => error switch
    {
        PacketError.None => "",
        PacketError.UnknownType when packet is [>= (byte)'0' and <= (byte)'9', ..] => string.Create(CultureInfo.InvariantCulture, $"unknown packet type {packet[0] - '0'}"),
        PacketError.UnknownType => "unknown packet type NaN",
        PacketError.InvalidAttachmentCount => "Illegal attachments",
        PacketError.TooManyAttachments => "too many attachments",
        PacketError.InvalidPlaceholder or PacketError.UnreferencedAttachment => "illegal attachments",
        PacketError.UnexpectedText => "got plaintext data when reconstructing a packet",
        PacketError.UnexpectedBinary => "got binary data when not reconstructing a packet",

        // The reference has no word for what only this implementation refuses.
        _ => "invalid payload",
    };

    /// <summary>Says what is wrong, and which option to change if a limit was exceeded. Contains nothing that the peer sent.</summary>
    /// <param name="error">The error.</param>
    /// <returns>The text, for logs.</returns>
    public static string ToDescription(this PacketError error) => error switch
    {
        PacketError.None => "no error",
        PacketError.UnknownType => "the packet is empty or of an unknown type",
        PacketError.InvalidUtf8 => "the text is not valid UTF-8",
        PacketError.InvalidAttachmentCount => "the number of attachments is missing, zero or not a number",
        PacketError.TooManyAttachments => "too many attachments; the limit is the option MaxAttachments",
        PacketError.NamespaceTooLong => "the namespace is too long; the limit is the option MaxNamespaceLength",
        PacketError.AckIdOutOfRange => "the acknowledgement id is above 2^53-1",
        PacketError.UnexpectedAckId => "an acknowledgement id in a packet that cannot be acknowledged",
        PacketError.MissingPayload => "the payload is missing",
        PacketError.InvalidPayload => "the payload is not JSON, or not of the kind that the packet's type asks for",
        PacketError.PayloadTooDeep => "the payload is nested too deeply; the limit is the option MaxJsonDepth",
        PacketError.NumberOutOfRange => "a number in the payload is beyond the range of a double",
        PacketError.InvalidEventName => "the event's name is neither a string nor an integer",
        PacketError.ReservedEventName => "the event's name is reserved",
        PacketError.AuthTooLarge => "the data of the connect packet is too large; the limit is the option MaxAuthBytes",
        PacketError.InvalidPlaceholder => "a placeholder does not name an attachment",
        PacketError.UnreferencedAttachment => "an attachment is not named by any placeholder",
        PacketError.UnexpectedText => "text arrived while attachments were awaited",
        PacketError.UnexpectedBinary => "an attachment arrived that no packet announced",
        PacketError.PacketTooLarge => "the packet with its attachments is too large; the limit is the option MaxPacketBytes",
        PacketError.InvalidNamespace => "the namespace is missing, does not begin with a slash or contains a comma",
        PacketError.InvalidAckId => "the acknowledgement id is not an integer",
        PacketError.InvalidEncoding => "the message is cut short, has bytes left over or is otherwise not of its format",
        _ => error.ToString(),
    };
}
