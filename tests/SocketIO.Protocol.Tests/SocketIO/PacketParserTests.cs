namespace SocketIO.Protocol.Tests;

/// <summary>What a parser of another format is given.</summary>
public sealed class PacketParserTests
{
    private readonly RecordingParser _parser = new();

    [Theory]
    [Trait("Spec", "PAR-026")]
    [InlineData("40{\"sid\":\"a\"}", PacketType.Connect, "/", null, "{\"sid\":\"a\"}")]
    [InlineData("41", PacketType.Disconnect, "/", null, "")]
    [InlineData("41/admin,", PacketType.Disconnect, "/admin", null, "")]
    [InlineData("42[\"a\"]", PacketType.Event, "/", null, "[\"a\"]")]
    [InlineData("42/a-1,12[\"a\"]", PacketType.Event, "/a-1", 12L, "[\"a\"]")]
    [InlineData("430[]", PacketType.Ack, "/", 0L, "[]")]
    [InlineData("44/x,{\"message\":\"no\"}", PacketType.ConnectError, "/x", null, "{\"message\":\"no\"}")]
    public void A_packet_is_taken_apart(string text, PacketType type, string ns, long? ackId, string payload)
    {
        new EncodedPacket(Decoded.Utf8(text)).Translate(_parser);

        Assert.Equal((type, ns, ackId, payload, 0), Assert.Single(_parser.Seen));
    }

    [Theory]
    [InlineData("451-[\"a\",{\"_placeholder\":true,\"num\":0}]", PacketType.Event, "/", null)]
    [InlineData("461-/admin,7[{\"_placeholder\":true,\"num\":0}]", PacketType.Ack, "/admin", 7L)]
    public void A_packet_with_attachments_is_an_event_or_an_acknowledgement(string text, PacketType type, string ns, long? ackId)
    {
        new EncodedPacket(Decoded.Utf8(text), [[1]]).Translate(_parser);

        Assert.Equal((type, ns, ackId, text[text.IndexOf('[')..], 1), Assert.Single(_parser.Seen));
    }

    [Fact]
    public void A_packet_is_translated_once_for_each_parser()
    {
        var packet = new EncodedPacket("42[\"a\"]"u8.ToArray());
        var other = new RecordingParser();

        var first = packet.Translate(_parser);

        Assert.Same(first, packet.Translate(_parser));
        Assert.NotSame(first, packet.Translate(other));
        Assert.Single(_parser.Seen);
        Assert.Single(other.Seen);
    }

    [Fact]
    public void A_buffer_is_translated_as_it_stands()
    {
        var buffer = PacketBuffer.Rent();
        buffer.Write(PacketType.Event, "/n", 4, "a", [new byte[] { 1 }, "b"], JsonArgumentSerializer.Default);

        var packet = buffer.Translate(_parser);

        buffer.Return();
        Assert.Equal((PacketType.Event, "/n", 4L, "[\"a\",{\"_placeholder\":true,\"num\":0},\"b\"]", 1), Assert.Single(_parser.Seen));
        Assert.True(packet.Text.IsEmpty);
        Assert.Equal([1], Assert.Single(packet.Attachments.ToArray()).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(70_000)]
    public void A_message_is_what_goes_on_the_wire(int length)
    {
        var message = new byte[length];
        Array.Fill(message, (byte)'x');

        var binary = EncodedPacket.FromBinary(message);
        var text = EncodedPacket.FromText(message);

        Assert.Equal(length, binary.Size);
        Assert.Equal(message, Assert.Single(binary.Attachments.ToArray()).ToArray());
        Assert.Equal(new EncodedPacket([], [message]).WebSocketFrames.ToArray(), binary.WebSocketFrames.ToArray());
        Assert.Equal([(byte)'4', .. message], text.Text.ToArray());
        Assert.False(text.HasAttachments);
    }
}
