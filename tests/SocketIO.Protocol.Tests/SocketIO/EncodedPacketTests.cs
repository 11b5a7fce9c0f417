using System.Text;

namespace SocketIO.Protocol.Tests;

public sealed class EncodedPacketTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(100_000)]
    public void Frames_have_the_length_of_their_payload_in_the_shortest_form(int length)
    {
        var text = Encoding.ASCII.GetBytes(new string('4', length));
        var attachment = new byte[length];
        Array.Fill(attachment, (byte)7);

        var frames = new EncodedPacket(text, [attachment, [9]]).WebSocketFrames.Span;

        Assert.Equal(text, ReadFrame(ref frames, 0x81));
        Assert.Equal(attachment, ReadFrame(ref frames, 0x82));
        Assert.Equal([9], ReadFrame(ref frames, 0x82));
        Assert.True(frames.IsEmpty);
    }

    [Fact]
    [Trait("Spec", "PAR-004")]
    [Trait("Hostile", "I24")]
    public void Text_and_attachments_are_adjacent_in_one_block()
    {
        var packet = Encoded.Event("x", new byte[] { 1, 2 }, new byte[200]);
        var frames = packet.WebSocketFrames.Span;

        Assert.Equal("452-[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]", Encoding.UTF8.GetString(ReadFrame(ref frames, 0x81)));
        Assert.Equal([1, 2], ReadFrame(ref frames, 0x82));
        Assert.Equal(new byte[200], ReadFrame(ref frames, 0x82));
        Assert.True(frames.IsEmpty);
        Assert.True(packet.HasAttachments);
        Assert.Equal(2, packet.Attachments.Length);
        Assert.Equal([1, 2], packet.Attachments[0].ToArray());
        Assert.Equal(packet.Text.Length + 202, packet.Size);
    }

    [Fact]
    public void A_packet_may_be_a_binary_message_alone()
    {
        var packet = new EncodedPacket([], [[1, 2]]);
        var body = new System.Buffers.ArrayBufferWriter<byte>();
        var first = true;
        EnginePayloadWriter.Write(body, packet, ref first);

        Assert.Equal([0x82, 2, 1, 2], packet.WebSocketFrames.ToArray());
        Assert.Equal("bAQI="u8, body.WrittenSpan);
    }

    [Fact]
    public void Frames_are_built_once()
    {
        var packet = new EncodedPacket("42[]"u8.ToArray());

        Parallel.For(0, 8, _ => Assert.Equal(6, packet.WebSocketFrames.Length));

        Assert.True(packet.WebSocketFrames.Equals(packet.WebSocketFrames));
        Assert.False(packet.HasAttachments);
        Assert.Equal(4, packet.Size);
    }

    private static byte[] ReadFrame(ref ReadOnlySpan<byte> frames, byte first)
    {
        Assert.Equal(first, frames[0]);
        long length = frames[1];
        var header = 2;

        if (length == 126)
        {
            length = (frames[2] << 8) | frames[3];
            header = 4;
            Assert.InRange(length, 126, 65_535);
        }
        else if (length == 127)
        {
            length = 0;

            for (var i = 2; i < 10; i++)
            {
                length = (length << 8) | frames[i];
            }

            header = 10;
            Assert.True(length > 65_535);
        }

        var payload = frames.Slice(header, (int)length).ToArray();
        frames = frames[(header + (int)length)..];
        return payload;
    }
}
