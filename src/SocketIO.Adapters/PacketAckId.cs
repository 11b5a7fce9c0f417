using System.Buffers.Text;
using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Puts an acknowledgement id into an encoded packet that has none.
/// </summary>
internal static class PacketAckId
{
    // 2^53 - 1, the largest id that a JavaScript peer can echo, has sixteen digits.
    private const int MaxDigits = 19;

    public static EncodedPacket Insert(EncodedPacket packet, long ackId)
    {
        var text = packet.Text.Span;
        var at = FindPayload(text);

        Span<byte> digits = stackalloc byte[MaxDigits];
        Utf8Formatter.TryFormat(ackId, digits, out var length);

        var result = new byte[text.Length + length];
        text[..at].CopyTo(result);
        digits[..length].CopyTo(result.AsSpan(at));
        text[at..].CopyTo(result.AsSpan(at + length));
        return packet.HasAttachments ? new EncodedPacket(result, CopyAttachments(packet)) : new EncodedPacket(result);
    }

    private static byte[][] CopyAttachments(EncodedPacket packet)
    {
        var attachments = new byte[packet.Attachments.Length][];

        for (var i = 0; i < attachments.Length; i++)
        {
            attachments[i] = packet.Attachments[i].ToArray();
        }

        return attachments;
    }

    // 4 2 [ "/" namespace "," ] <here> [...]
    // 4 5 attachments "-" [ "/" namespace "," ] <here> [...]
    private static int FindPayload(ReadOnlySpan<byte> text)
    {
        var at = 2;

        if (text[1] is (byte)'5')
        {
            at += text[at..].IndexOf((byte)'-') + 1;
        }

        if (text[at] is (byte)'/')
        {
            at += text[at..].IndexOf((byte)',') + 1;
        }

        return at;
    }
}
