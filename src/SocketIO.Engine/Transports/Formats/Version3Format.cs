using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// Bodies of Engine.IO v3: packets with their length in front, as text or, where the client reads it and a packet needs it, binary.
/// </summary>
/// <param name="readsBinary">Whether the client reads binary bodies: it does unless it has said <c>b64=1</c>.</param>
internal sealed class Version3Format(bool readsBinary) : PollingFormat
{
    public override bool TakesBinaryBodies => true;

    public override bool TryOpen(Memory<byte> body, bool isBinary, out PostedPackets packets)
    {
        packets = new PostedPackets(body, isBinary ? PayloadFraming.BinaryLengths : PayloadFraming.TextLengths);
        return true;
    }

    public override PollingResponse Write(in PollAnswer answer)
    {
        var body = BodyFor(answer.Packets);

        // One packet with binary data makes the whole body binary: its content type tells the client how to read all of it.
        if (readsBinary && answer.Packets.Any(static packet => packet.HasAttachments))
        {
            foreach (var packet in answer.Packets)
            {
                EnginePayloadWriterV3.WriteBinary(body, packet);
            }

            return PollingResponse.ForBinary(body.WrittenMemory, answer.Compress);
        }

        foreach (var packet in answer.Packets)
        {
            EnginePayloadWriterV3.WriteText(body, packet);
        }

        return PollingResponse.ForText(body.WrittenMemory, answer.Compress);
    }
}
