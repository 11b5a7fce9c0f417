namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// Writes packets: a map, whose keys stand in the order in which the reference's server makes its packet objects.
/// </summary>
internal static class PacketWriter
{
    private const int MaxKeys = 4;

    /// <summary>Writes a packet.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="packet">The packet.</param>
    //   {type:2, data:["hello",1], nsp:"/"}
    //   {type:2, data:["delete",7], id:13, nsp:"/admin"}
    //   {id:13, type:3, data:[], nsp:"/admin"}
    public static void Write(MessagePackWriter writer, in OutgoingPacket packet)
    {
        var absent = (packet.AckId is null ? 1 : 0) + (packet.Payload.IsEmpty ? 1 : 0);
        writer.WriteShortMap(MaxKeys - absent);

        if (packet.Type is PacketType.Ack)
        {
            WriteId(writer, packet.AckId);
        }

        writer.WriteString("type"u8);
        writer.WriteInteger((long)packet.Type);

        if (!packet.Payload.IsEmpty)
        {
            writer.WriteString("data"u8);
            JsonTranslator.Write(writer, packet.Payload, packet.Attachments);
        }

        if (packet.Type is not PacketType.Ack)
        {
            WriteId(writer, packet.AckId);
        }

        writer.WriteString("nsp"u8);
        writer.WriteString(packet.Namespace);
    }

    private static void WriteId(MessagePackWriter writer, long? id)
    {
        if (id is { } number)
        {
            writer.WriteString("id"u8);
            writer.WriteInteger(number);
        }
    }
}
