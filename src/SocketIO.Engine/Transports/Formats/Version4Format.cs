using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// Bodies of Engine.IO v4: text alone, packets separated by U+001E.
/// </summary>
internal sealed class Version4Format : PollingFormat
{
    public override bool TakesBinaryBodies => false;

    public override bool TryOpen(Memory<byte> body, bool isBinary, out PostedPackets packets)
    {
        packets = new PostedPackets(body, PayloadFraming.Separated);
        return true;
    }

    public override PollingResponse Write(in PollAnswer answer)
    {
        var body = BodyFor(answer.Packets);
        var first = true;

        foreach (var packet in answer.Packets)
        {
            EnginePayloadWriter.Write(body, packet, ref first);
        }

        return PollingResponse.ForText(body.WrittenMemory, answer.Compress);
    }
}
