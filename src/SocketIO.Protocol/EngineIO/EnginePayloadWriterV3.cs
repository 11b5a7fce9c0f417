using System.Buffers;
using System.Buffers.Text;

namespace SocketIO.Protocol;

/// <summary>
/// Writes polling bodies of Engine.IO v3: packets with their length in front.
/// </summary>
public static class EnginePayloadWriterV3
{
    private const byte TextPacket = 0;
    private const byte BinaryPacket = 1;

    /// <summary>Appends a packet and its attachments to a text body, attachments in base64.</summary>
    /// <param name="body">The body written so far.</param>
    /// <param name="packet">The packet to append.</param>
    public static void WriteText(IBufferWriter<byte> body, EncodedPacket packet)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(packet);

        if (!packet.Text.IsEmpty)
        {
            PayloadLength.Write(body, Utf16Length.Of(packet.Text.Span), (byte)'0', PayloadLength.TextEnd);
            body.Write(packet.Text.Span);
        }

        foreach (var attachment in packet.Attachments)
        {
            PayloadLength.Write(body, GetBase64Length(attachment.Length), (byte)'0', PayloadLength.TextEnd);
            WriteBase64(body, attachment.Span);
        }
    }

    /// <summary>Appends a packet and its attachments to a binary body.</summary>
    /// <param name="body">The body written so far.</param>
    /// <param name="packet">The packet to append.</param>
    public static void WriteBinary(IBufferWriter<byte> body, EncodedPacket packet)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(packet);

        if (!packet.Text.IsEmpty)
        {
            body.Write([TextPacket]);
            PayloadLength.Write(body, packet.Text.Length, 0, PayloadLength.BinaryEnd);
            body.Write(packet.Text.Span);
        }

        foreach (var attachment in packet.Attachments)
        {
            body.Write([BinaryPacket]);
            PayloadLength.Write(body, attachment.Length + 1, 0, PayloadLength.BinaryEnd);
            body.Write([EngineCodecV3.BinaryMessage]);
            body.Write(attachment.Span);
        }
    }

    // b4AQIDBA==
    private static void WriteBase64(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        var length = GetBase64Length(data.Length);
        var span = output.GetSpan(length);
        "b4"u8.CopyTo(span);
        Base64.EncodeToUtf8(data, span[2..], out _, out _);
        output.Advance(length);
    }

    private static int GetBase64Length(int length) => 2 + Base64.GetMaxEncodedToUtf8Length(length);
}
