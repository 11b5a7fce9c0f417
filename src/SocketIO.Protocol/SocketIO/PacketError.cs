namespace SocketIO.Protocol;

/// <summary>
/// Why a Socket.IO packet was refused. The connection it came from is to be closed.
/// </summary>
public enum PacketError : byte
{
    /// <summary>The packet is well-formed.</summary>
    None = 0,

    /// <summary>The packet is empty, or its first byte is not the digit of a <see cref="PacketType"/>.</summary>
    UnknownType,

    /// <summary>The text is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A binary packet does not begin with one to five digits and a dash, or announces no attachment at all.</summary>
    InvalidAttachmentCount,

    /// <summary>More attachments are announced than <see cref="PacketLimits.MaxAttachments"/> allows.</summary>
    TooManyAttachments,

    /// <summary>The namespace is longer than <see cref="PacketLimits.MaxNamespaceLength"/>.</summary>
    NamespaceTooLong,

    /// <summary>The acknowledgement id is above 2^53-1, which a JavaScript peer could not repeat exactly.</summary>
    AckIdOutOfRange,

    /// <summary>An acknowledgement id in a packet that cannot be acknowledged.</summary>
    UnexpectedAckId,

    /// <summary>An event, an acknowledgement or a connect error without its payload.</summary>
    MissingPayload,

    /// <summary>The payload is not JSON, or not of the kind that the packet's type asks for.</summary>
    InvalidPayload,

    /// <summary>The payload is nested deeper than <see cref="PacketLimits.MaxJsonDepth"/>.</summary>
    PayloadTooDeep,

    /// <summary>A number in the payload is beyond the range of a double.</summary>
    NumberOutOfRange,

    /// <summary>An event's name is neither a string nor an integer.</summary>
    InvalidEventName,

    /// <summary>An event's name is one that the protocol keeps for itself, see <see cref="ReservedEvents"/>.</summary>
    ReservedEventName,

    /// <summary>The data sent with a connect packet is larger than <see cref="PacketLimits.MaxAuthBytes"/>.</summary>
    AuthTooLarge,

    /// <summary>A placeholder names an attachment that does not exist.</summary>
    InvalidPlaceholder,

    /// <summary>An attachment that no placeholder names.</summary>
    UnreferencedAttachment,

    /// <summary>Text while the attachments of a binary packet are awaited.</summary>
    UnexpectedText,

    /// <summary>An attachment that no packet has announced.</summary>
    UnexpectedBinary,

    /// <summary>The packet with its attachments is larger than <see cref="PacketLimits.MaxPacketBytes"/>.</summary>
    PacketTooLarge,

    /// <summary>The namespace is missing, does not begin with a slash or contains a comma. Only packets in other formats can be so.</summary>
    InvalidNamespace,

    /// <summary>The acknowledgement id is not an integer. Only packets in other formats can be so.</summary>
    InvalidAckId,

    /// <summary>The message is cut short, has bytes left over or is otherwise not what its format asks for. Only packets in other formats can be so.</summary>
    InvalidEncoding,
}
