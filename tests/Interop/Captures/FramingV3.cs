using System.Buffers;
using System.Globalization;
using System.Text;

namespace SocketIO.Tests;

/// <summary>Packets behind their lengths: in UTF-16 units in a text, in bytes in a binary body.</summary>
internal class FramingV3 : Framing
{
    private const byte EndOfLength = 0xff;

    public override IEnumerable<string> PacketsOf(byte[] body)
        => body.Length > 0 && body[0] <= 1 ? BinaryPackets(body) : TextPackets(Encoding.UTF8.GetString(body));

    public override byte[] Translated(byte[] body, Func<string, string> translate)
    {
        var packets = PacketsOf(body).ToArray();
        var translated = packets.Select(translate).ToArray();

        return translated.SequenceEqual(packets) ? body
            : body[0] <= 1 ? BinaryBody(translated)
            : Encoding.UTF8.GetBytes(Body(translated));
    }

    public override string Body(IEnumerable<string> packets)
        => string.Concat(packets.Select(packet => packet.StartsWith('b') ? $"b4{packet[1..]}" : packet).Select(packet => $"{packet.Length}:{packet}"));

    public override byte[] BinaryFrame(byte[] message) => [4, .. message];

    // The type of a binary message is a byte in front of it.
    public override string PacketOf(byte[] frame, bool binary)
    {
        Assert.True(!binary || frame is [4, ..], "A binary message does not begin with the byte 04.");
        return binary ? base.PacketOf(frame[1..], binary) : WithoutType(base.PacketOf(frame, binary));
    }

    public override byte[] TranslatedFrame(byte[] frame, bool binary, Func<string, string> translate)
        => binary ? frame : base.TranslatedFrame(frame, binary, translate);

    protected static IEnumerable<string> TextPackets(string body)
    {
        while (body.Length > 0)
        {
            var colon = body.IndexOf(':', StringComparison.Ordinal);
            var end = colon + 1 + int.Parse(body[..colon], CultureInfo.InvariantCulture);
            yield return WithoutType(body[(colon + 1)..end]);
            body = body[end..];
        }
    }

    private static IEnumerable<string> BinaryPackets(byte[] body)
    {
        for (var start = 0; start < body.Length;)
        {
            var endOfLength = Array.IndexOf(body, EndOfLength, start);
            var length = body[(start + 1)..endOfLength].Aggregate(0, (sum, digit) => (sum * 10) + digit);
            var packet = body[(endOfLength + 1)..(endOfLength + 1 + length)];
            yield return body[start] == 0 ? Encoding.UTF8.GetString(packet) : $"b{Convert.ToBase64String(packet[1..])}";
            start = endOfLength + 1 + length;
        }
    }

    private static byte[] BinaryBody(IEnumerable<string> packets)
    {
        var body = new ArrayBufferWriter<byte>();

        foreach (var packet in packets)
        {
            var binary = packet.StartsWith('b');
            byte[] data = binary ? [4, .. Convert.FromBase64String(packet[1..])] : Encoding.UTF8.GetBytes(packet);
            body.Write([(byte)(binary ? 1 : 0), .. data.Length.ToString(CultureInfo.InvariantCulture).Select(digit => (byte)(digit - '0')), EndOfLength, .. data]);
        }

        return body.WrittenSpan.ToArray();
    }

    // A binary message in a text: "b", its type, base64.
    private static string WithoutType(string packet) => packet.StartsWith("b4", StringComparison.Ordinal) ? $"b{packet[2..]}" : packet;
}
