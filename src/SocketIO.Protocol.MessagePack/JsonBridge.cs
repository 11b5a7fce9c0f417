namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// MessagePack that is not a packet, as JSON and back: what servers of a cluster tell each other.
/// </summary>
internal static class JsonBridge
{
    // Servers may send each other what they accept from clients, and answers made of many such things.
    private static readonly PacketLimits s_limits = new() { MaxPacketBytes = int.MaxValue, MaxJsonDepth = 1024, MaxAttachments = 99_999 };

    /// <summary>Writes JSON as MessagePack.</summary>
    /// <param name="json">Valid JSON.</param>
    /// <param name="attachments">What placeholders refer to.</param>
    public static byte[] ToMessagePack(ReadOnlySpan<byte> json, ReadOnlySpan<ReadOnlyMemory<byte>> attachments)
    {
        var writer = MessagePackWriter.Rent(Dialect.Cluster);

        try
        {
            JsonTranslator.Write(writer, json, attachments);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Return();
        }
    }

    /// <summary>Writes MessagePack as JSON.</summary>
    /// <param name="messagePack">Anything at all.</param>
    /// <param name="json">The JSON, with marks of types.</param>
    /// <param name="attachments">What its placeholders refer to.</param>
    /// <returns><see langword="false"/> if it is no MessagePack.</returns>
    public static bool TryToJson(ReadOnlySpan<byte> messagePack, out byte[] json, out ReadOnlyMemory<byte>[] attachments)
    {
        var builder = JsonBuilder.Rent(keepsBinary: true);

        try
        {
            var isRead = MessagePackTranslator.Write(builder, messagePack, s_limits, Dialect.Cluster) is PacketError.None && !builder.IsAmbiguous;
            json = isRead ? builder.Json.ToArray() : [];
            attachments = isRead ? builder.GetAttachments() ?? [] : [];
            return isRead;
        }
        finally
        {
            builder.Return();
        }
    }
}
