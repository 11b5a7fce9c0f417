using System.Text;

namespace SocketIO.Protocol;

/// <summary>
/// The part of a Socket.IO packet that precedes its JSON payload, decoded in place.
/// </summary>
/// <remarks>
/// <see cref="Namespace"/> and <see cref="Payload"/> point into the buffer given to <see cref="Decode"/>: decoding
/// allocates nothing, and the header is good for as long as that buffer is.
/// </remarks>
internal readonly ref struct PacketHeader
{
    // 2^53 - 1: above it a JavaScript peer can no longer echo the id back exactly.
    private const long MaxAckId = (1L << 53) - 1;

    private const int MaxAttachmentDigits = 5;

    private PacketHeader(PacketType type, int attachments, ReadOnlySpan<byte> ns, long? ackId, ReadOnlySpan<byte> payload)
    {
        Type = type;
        Attachments = attachments;
        Namespace = ns;
        AckId = ackId;
        Payload = payload;
    }

    /// <summary>Gets what the packet is for, as the wire says it.</summary>
    public PacketType Type { get; }

    /// <summary>Gets how many binary messages follow and belong to this packet.</summary>
    public int Attachments { get; }

    /// <summary>Gets the namespace in UTF-8; <c>/</c> when the packet names none.</summary>
    public ReadOnlySpan<byte> Namespace { get; }

    /// <summary>Gets the id that an acknowledgement answers or must carry, if any.</summary>
    public long? AckId { get; }

    /// <summary>Gets the JSON, recognised by its first byte but not yet parsed; may be empty.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>
    /// Decodes one text message.
    /// </summary>
    /// <param name="text">The message, valid UTF-8, without the Engine.IO type that preceded it.</param>
    /// <param name="limits">Bounds the attachments and the namespace.</param>
    /// <param name="header">The header; default when the packet is refused.</param>
    /// <returns><see cref="PacketError.None"/>, or why the packet is refused. No input makes this method throw.</returns>
    // <type> [<attachments> "-"] ["/"<namespace> ","] [<ack id>] [<json>]
    //
    //   2["hello",1]                               EVENT
    //   2/admin,13["delete",7]                     EVENT in a namespace, asking for ack 13
    //   51-["file",{"_placeholder":true,"num":0}]  BINARY_EVENT, one attachment follows
    //
    // Bad input is a result, not an exception: it comes from the network, and throwing would let any peer
    // charge us a stack walk per packet.
    public static PacketError Decode(ReadOnlySpan<byte> text, PacketLimits limits, out PacketHeader header)
    {
        header = default;

        if (text.IsEmpty || (byte)(text[0] - '0') > (byte)PacketType.BinaryAck)
        {
            return PacketError.UnknownType;
        }

        var type = (PacketType)(text[0] - '0');
        var rest = text[1..];
        var attachments = 0;

        if (type is PacketType.BinaryEvent or PacketType.BinaryAck)
        {
            var error = ReadAttachments(ref rest, limits.MaxAttachments, out attachments);

            if (error != PacketError.None)
            {
                return error;
            }
        }

        var ns = ReadNamespace(ref rest);

        if (IsLongerThan(ns, limits.MaxNamespaceLength))
        {
            return PacketError.NamespaceTooLong;
        }

        long? ackId = null;

        if (rest is [>= (byte)'0' and <= (byte)'9', ..])
        {
            if (type is PacketType.Connect or PacketType.Disconnect or PacketType.ConnectError)
            {
                return PacketError.UnexpectedAckId;
            }

            if (!TryReadAckId(ref rest, out var id))
            {
                return PacketError.AckIdOutOfRange;
            }

            ackId = id;
        }

        if (rest.IsEmpty)
        {
            if (type is not (PacketType.Connect or PacketType.Disconnect))
            {
                return PacketError.MissingPayload;
            }
        }
        else if (!CanStartPayload(type, rest[0]))
        {
            return PacketError.InvalidPayload;
        }

        header = new PacketHeader(type, attachments, ns, ackId, rest);
        return PacketError.None;
    }

    /// <summary>
    /// Makes a header of parts that came in another format.
    /// </summary>
    /// <param name="type">The type; only those that do not tell of attachments.</param>
    /// <param name="attachments">How many there are.</param>
    /// <param name="ns">The namespace, valid UTF-8.</param>
    /// <param name="ackId">The id, which is dropped where it has no meaning, as the reference does.</param>
    /// <param name="payload">The JSON, valid UTF-8.</param>
    /// <param name="limits">Bounds the namespace.</param>
    /// <param name="header">The header; default when the packet is refused.</param>
    public static PacketError Create(
        PacketType type, int attachments, ReadOnlySpan<byte> ns, long? ackId, ReadOnlySpan<byte> payload, PacketLimits limits, out PacketHeader header)
    {
        header = default;

        if (type > PacketType.ConnectError)
        {
            return PacketError.UnknownType;
        }

        // Text could not carry another name back to the peer, and nobody else could ever join it.
        if (ns is not [(byte)'/', ..] || ns.Contains((byte)','))
        {
            return PacketError.InvalidNamespace;
        }

        if (IsLongerThan(ns, limits.MaxNamespaceLength))
        {
            return PacketError.NamespaceTooLong;
        }

        var hasAckId = type is PacketType.Event or PacketType.Ack;

        if (hasAckId && ackId is < 0 or > MaxAckId)
        {
            return PacketError.AckIdOutOfRange;
        }

        if (payload.IsEmpty ? type is not (PacketType.Connect or PacketType.Disconnect) : !CanStartPayload(type, payload[0]))
        {
            return payload.IsEmpty ? PacketError.MissingPayload : PacketError.InvalidPayload;
        }

        header = new PacketHeader(type, attachments, ns, hasAckId ? ackId : null, payload);
        return PacketError.None;
    }

    // One to five digits, a dash, and not zero: a packet that announces no attachment would wait for none, for ever.
    private static PacketError ReadAttachments(scoped ref ReadOnlySpan<byte> rest, int max, out int attachments)
    {
        attachments = 0;
        var length = 0;

        while (length < rest.Length && rest[length] is >= (byte)'0' and <= (byte)'9')
        {
            if (length == MaxAttachmentDigits)
            {
                return PacketError.TooManyAttachments;
            }

            attachments = (attachments * 10) + (rest[length++] - '0');
        }

        if (attachments == 0 || length == rest.Length || rest[length] != '-')
        {
            return PacketError.InvalidAttachmentCount;
        }

        if (attachments > max)
        {
            return PacketError.TooManyAttachments;
        }

        rest = rest[(length + 1)..];
        return PacketError.None;
    }

    private static ReadOnlySpan<byte> ReadNamespace(scoped ref ReadOnlySpan<byte> rest)
    {
        if (rest is not [(byte)'/', ..])
        {
            return "/"u8;
        }

        // No comma means that the namespace is all there is, as in the DISCONNECT packet "1/admin".
        var comma = rest.IndexOf((byte)',');
        var ns = comma < 0 ? rest : rest[..comma];
        rest = comma < 0 ? default : rest[(comma + 1)..];
        return ns;
    }

    // No character takes fewer UTF-8 bytes than UTF-16 units, so that most names need not be counted.
    private static bool IsLongerThan(ReadOnlySpan<byte> ns, int length) => ns.Length > length && Encoding.UTF8.GetCharCount(ns) > length;

    private static bool CanStartPayload(PacketType type, byte first) => type switch
    {
        PacketType.Connect => first is (byte)'{',
        PacketType.ConnectError => first is (byte)'{' or (byte)'"',
        PacketType.Disconnect => false,
        _ => first is (byte)'[',
    };

    private static bool TryReadAckId(scoped ref ReadOnlySpan<byte> rest, out long value)
    {
        value = 0;
        var length = 0;

        while (length < rest.Length && rest[length] is >= (byte)'0' and <= (byte)'9')
        {
            value = (value * 10) + (rest[length++] - '0');

            if (value > MaxAckId)
            {
                return false;
            }
        }

        rest = rest[length..];
        return true;
    }
}
