using System.Text;

namespace SocketIO.Protocol.Tests;

/// <summary>A packet copied out of the decoder, so that tests can compare it.</summary>
internal sealed record Decoded(PacketType Type, string Namespace, long? AckId, string EventName, string Payload, EventArguments Arguments)
{
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static Decoded From(ReceivedPacket packet) => new(
        packet.Type,
        Encoding.UTF8.GetString(packet.Namespace),
        packet.AckId,
        Encoding.UTF8.GetString(packet.EventName),
        Encoding.UTF8.GetString(packet.Payload),
        packet.ToArguments(JsonArgumentSerializer.Default));

    /// <summary>Decodes a packet that must be accepted and complete.</summary>
    public static Decoded Text(string text, PacketLimits? limits = null)
    {
        Assert.Equal(PacketError.None, new PacketDecoder(limits ?? PacketLimits.Default).AddText(Utf8(text), out var packet, out var complete));
        Assert.True(complete);
        return From(packet);
    }

    /// <summary>Decodes a binary packet that must be accepted.</summary>
    public static Decoded Binary(string text, params byte[][] attachments)
    {
        var decoder = new PacketDecoder(PacketLimits.Default);
        Assert.Equal(PacketError.None, decoder.AddText(Utf8(text), out _, out var complete));
        Assert.False(complete);
        Assert.True(decoder.IsAwaitingAttachments);

        for (var i = 0; ; i++)
        {
            Assert.Equal(PacketError.None, decoder.AddBinary(attachments[i], out var packet, out complete));
            Assert.Equal(i == attachments.Length - 1, complete);

            if (complete)
            {
                Assert.False(decoder.IsAwaitingAttachments);
                return From(packet);
            }
        }
    }

    /// <summary>Gets why a text is refused.</summary>
    public static PacketError Error(string text, PacketLimits? limits = null) => Error(Utf8(text), limits);

    /// <summary>Gets why bytes are refused.</summary>
    public static PacketError Error(ReadOnlySpan<byte> text, PacketLimits? limits = null)
    {
        var decoder = new PacketDecoder(limits ?? PacketLimits.Default);
        var error = decoder.AddText(text, out var packet, out var complete);

        if (error != PacketError.None)
        {
            // What is refused must not be half there.
            Assert.False(complete);
            Assert.True(packet.Payload.IsEmpty);
            Assert.False(decoder.IsAwaitingAttachments);
        }

        return error;
    }
}
