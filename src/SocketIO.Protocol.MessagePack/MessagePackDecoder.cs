namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// Reads packets: maps with the keys <c>type</c>, <c>nsp</c>, <c>data</c> and <c>id</c>, in any order, and others that do not matter.
/// </summary>
/// <param name="limits">Bounds what the peer may send.</param>
internal sealed class MessagePackDecoder(PacketLimits limits) : MessageDecoder
{
    /// <inheritdoc/>
    public override PacketError Add(ReadOnlySpan<byte> message, bool isBinary, out ReceivedPacket packet, out bool complete)
    {
        packet = default;
        complete = false;

        if (!isBinary)
        {
            return PacketError.UnexpectedText;
        }

        if (message.Length > limits.MaxPacketBytes)
        {
            return PacketError.PacketTooLarge;
        }

        var error = PacketMap.Read(message, out var map);

        if (error == PacketError.None)
        {
            error = Translate(map, out packet);
        }

        complete = error == PacketError.None;
        return error;
    }

    /// <inheritdoc/>
    public override string GetErrorText(PacketError error, ReadOnlySpan<byte> message, bool isBinary) => error switch
    {
        PacketError.UnknownType => "invalid packet type",
        PacketError.InvalidNamespace or PacketError.NamespaceTooLong => "invalid namespace",
        PacketError.InvalidAckId or PacketError.AckIdOutOfRange => "invalid packet id",
        PacketError.InvalidEncoding or PacketError.UnexpectedText => "Could not parse",
        _ => "invalid payload",
    };

    private PacketError Translate(scoped in PacketMap map, out ReceivedPacket packet)
    {
        packet = default;

        if (map.Data.IsEmpty)
        {
            return Accept(map.Type, map.Namespace, map.AckId, default, null, limits, out packet);
        }

        // Only events and acknowledgements have attachments. In what is said when a client joins, binary data is text.
        var builder = JsonBuilder.Rent(keepsBinary: map.Type is PacketType.Event or PacketType.Ack);

        try
        {
            var error = MessagePackTranslator.Write(builder, map.Data, limits);

            if (error != PacketError.None)
            {
                return error;
            }

            // The packet points into its JSON for as long as it is handled.
            return builder.IsAmbiguous
                ? PacketError.InvalidPlaceholder
                : Accept(map.Type, map.Namespace, map.AckId, builder.Json.ToArray(), builder.GetAttachments(), limits, out packet);
        }
        finally
        {
            builder.Return();
        }
    }
}
