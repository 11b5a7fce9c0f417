using System.Text;

namespace SocketIO.Protocol.Tests;

/// <summary>A parser that notes the parts of the packets it is given.</summary>
internal sealed class RecordingParser : PacketParser
{
    public List<(PacketType Type, string Namespace, long? AckId, string Payload, int Attachments)> Seen { get; } = [];

    public override EncodedPacket Encode(in OutgoingPacket packet)
    {
        Seen.Add((packet.Type, Encoding.UTF8.GetString(packet.Namespace), packet.AckId, Encoding.UTF8.GetString(packet.Payload), packet.Attachments.Length));
        return EncodedPacket.FromBinary([(byte)Seen.Count]);
    }

    public override MessageDecoder CreateDecoder(PacketLimits limits) => new PacketDecoder(limits);
}
