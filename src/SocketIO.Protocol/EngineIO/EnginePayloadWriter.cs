using System.Buffers;
using System.Buffers.Text;

namespace SocketIO.Protocol;

/// <summary>
/// Writes polling bodies of Engine.IO v4: packets separated by U+001E, binary ones in base64.
/// </summary>
public static class EnginePayloadWriter
{
    /// <summary>Appends a packet and its attachments.</summary>
    /// <param name="body">The body written so far.</param>
    /// <param name="packet">The packet to append.</param>
    /// <param name="first"><see langword="true"/> for the first packet of the body; set to <see langword="false"/>.</param>
    public static void Write(IBufferWriter<byte> body, EncodedPacket packet, ref bool first)
    {
        ArgumentNullException.ThrowIfNull(packet);

        if (!packet.Text.IsEmpty)
        {
            WriteText(body, packet.Text.Span, ref first);
        }

        foreach (var attachment in packet.Attachments)
        {
            WriteBinary(body, attachment.Span, ref first);
        }
    }

    /// <summary>Appends a text packet.</summary>
    /// <param name="body">The body written so far.</param>
    /// <param name="packet">The complete packet, type digit included.</param>
    /// <param name="first"><see langword="true"/> for the first packet of the body; set to <see langword="false"/>.</param>
    public static void WriteText(IBufferWriter<byte> body, ReadOnlySpan<byte> packet, ref bool first)
    {
        ArgumentNullException.ThrowIfNull(body);
        WriteSeparator(body, ref first);
        body.Write(packet);
    }

    /// <summary>Appends a binary message.</summary>
    /// <param name="body">The body written so far.</param>
    /// <param name="data">The bytes of the message.</param>
    /// <param name="first"><see langword="true"/> for the first packet of the body; set to <see langword="false"/>.</param>
    public static void WriteBinary(IBufferWriter<byte> body, ReadOnlySpan<byte> data, ref bool first)
    {
        ArgumentNullException.ThrowIfNull(body);
        WriteSeparator(body, ref first);
        var span = body.GetSpan(1 + Base64.GetMaxEncodedToUtf8Length(data.Length));
        span[0] = (byte)'b';
        Base64.EncodeToUtf8(data, span[1..], out _, out var written);
        body.Advance(1 + written);
    }

    private static void WriteSeparator(IBufferWriter<byte> body, ref bool first)
    {
        if (!first)
        {
            body.GetSpan(1)[0] = EnginePayloadReader.Separator;
            body.Advance(1);
        }

        first = false;
    }
}
