namespace SocketIO.Protocol.MessagePack;

/// <summary>
/// Packets as MessagePack, in the dialect of <c>socket.io-msgpack-parser</c> 3: one binary message each, binary data included.
/// </summary>
/// <remarks>
/// <para>
/// Dates, <c>undefined</c>, numbers that are not finite and what kind of number it was travel too, though they are JSON inside the server: a
/// <see cref="DateTime"/> that is sent becomes a <c>Date</c>, and a received value that is sent on as <see cref="EventArgument"/> arrives as it came.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
public sealed class MessagePackParser : PacketParser
{
    /// <inheritdoc/>
    public override bool ReadsTypeMarks => true;

    /// <inheritdoc/>
    public override EncodedPacket Encode(in OutgoingPacket packet)
    {
        var writer = MessagePackWriter.Rent();

        try
        {
            PacketWriter.Write(writer, packet);
            return EncodedPacket.FromBinary(writer.Written);
        }
        finally
        {
            writer.Return();
        }
    }

    /// <inheritdoc/>
    public override MessageDecoder CreateDecoder(PacketLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new MessagePackDecoder(limits);
    }
}
