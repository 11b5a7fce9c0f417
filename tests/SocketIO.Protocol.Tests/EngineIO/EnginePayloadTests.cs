using System.Buffers;
using System.Text;

namespace SocketIO.Protocol.Tests;

public sealed class EnginePayloadTests
{
    private const char Separator = '\u001e';

    [Fact]
    [Trait("Spec", "EIO-066")]
    [Trait("Spec", "TST-069")]
    public void Reads_text_and_binary_packets_of_a_body()
    {
        var read = Read("4hello\u001e2\u001ebAQIDBA==\u001eb\u001e4", out var error);

        Assert.Equal(EngineError.None, error);
        Assert.Equal(["Message:hello", "Ping:", "binary:01020304", "binary:", "Message:"], read);
    }

    [Fact]
    [Trait("Spec", "TST-069")]
    public void Reads_a_packet_of_every_type()
        => Assert.Equal(
            ["Open:x", "Close:", "Ping:probe", "Pong:", "Message:y", "Upgrade:", "Noop:"],
            Read("0x\u001e1\u001e2probe\u001e3\u001e4y\u001e5\u001e6", out _));

    [Theory]
    [Trait("Spec", "EIO-067")]
    [Trait("Spec", "TST-068")]
    [Trait("Hostile", "B14")]
    [Trait("Hostile", "B15")]
    [InlineData("", EngineError.EmptyPacket, 0)]
    [InlineData("abc", EngineError.UnknownType, 0)]
    [InlineData("9", EngineError.UnknownType, 0)]
    [InlineData("7", EngineError.UnknownType, 0)]
    [InlineData("40\u001e", EngineError.EmptyPacket, 1)]
    [InlineData("\u001e40", EngineError.EmptyPacket, 0)]
    [InlineData("\u001e", EngineError.EmptyPacket, 0)]
    [InlineData("40\u001e\u001e42[\"a\"]", EngineError.EmptyPacket, 1)]
    [InlineData("40\u001e42[\"a\"]\u001ex\u001e42[\"b\"]", EngineError.UnknownType, 2)]
    [InlineData("40\u001ebA\u001e42[\"b\"]", EngineError.InvalidBase64, 1)]
    public void Reading_ends_at_the_first_error_and_what_came_before_counts(string body, EngineError expected, int packets)
    {
        var read = Read(body, out var error);

        Assert.Equal(expected, error);
        Assert.Equal(packets, read.Count);
    }

    [Fact]
    [Trait("Hostile", "B25")]
    public void A_body_is_strict_UTF_8()
    {
        byte[] body = [.. "42[\"a\"]\u001e42[\""u8, 0xff, 0xfe, .. "\"]"u8];
        var reader = new EnginePayloadReader(body);

        Assert.True(reader.TryRead(out _));
        Assert.False(reader.TryRead(out _));
        Assert.Equal(EngineError.InvalidUtf8, reader.Error);
    }

    [Fact]
    public void A_body_can_be_read_in_several_turns()
    {
        var body = Encoding.UTF8.GetBytes("4a\u001ebAQID\u001e4\u001e4\u20ac");
        var read = new List<string>();
        var position = 0;

        while (true)
        {
            var reader = new EnginePayloadReader(body, position);

            if (!reader.TryRead(out var packet))
            {
                Assert.Equal(EngineError.None, reader.Error);
                break;
            }

            read.Add(Show(packet));

            // The data can be found in a memory of the same body later on.
            Assert.Equal(packet.Data.ToArray(), body.AsMemory(packet.Offset, packet.Data.Length).ToArray());
            position = reader.Position;
        }

        Assert.Equal(["Message:a", "binary:010203", "Message:", "Message:\u20ac"], read);
    }

    [Fact]
    [Trait("Hostile", "B27")]
    public void Many_packets_and_no_separator_at_all_are_read_alike()
    {
        Assert.Equal(500_000, Read(string.Join(Separator, Enumerable.Repeat('4', 500_000)), out var error).Count);
        Assert.Equal(EngineError.None, error);
        Assert.Single(Read("4" + new string('x', 1_000_000), out _));
        Assert.Equal(500_000, Read(string.Concat(Enumerable.Repeat("4\u001e", 500_000)), out error).Count);
        Assert.Equal(EngineError.EmptyPacket, error);
    }

    [Fact]
    [Trait("Spec", "EIO-065")]
    [Trait("Spec", "EIO-066")]
    [Trait("Spec", "TST-069")]
    public void Writes_what_it_reads()
    {
        var body = new ArrayBufferWriter<byte>();
        var first = true;

        EnginePayloadWriter.Write(body, Encoded.Event("x", new byte[] { 1, 2, 3, 4 }, Array.Empty<byte>()), ref first);
        EnginePayloadWriter.Write(body, EncodedPacket.Ping, ref first);
        EnginePayloadWriter.WriteText(body, "4hello"u8, ref first);
        EnginePayloadWriter.WriteBinary(body, [255, 255], ref first);

        Assert.Equal(
            "452-[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]\u001ebAQIDBA==\u001eb\u001e2\u001e4hello\u001eb//8=",
            Encoding.UTF8.GetString(body.WrittenSpan));
        Assert.Equal(6, Read(Encoding.UTF8.GetString(body.WrittenSpan), out _).Count);
    }

    [Fact]
    public void The_fixed_packets_are_those_of_the_protocol()
    {
        Assert.Equal("2", EncodedPacket.Ping.Text());
        Assert.Equal("3", EncodedPacket.Pong.Text());
        Assert.Equal("3probe", EncodedPacket.ProbePong.Text());
        Assert.Equal("6", EncodedPacket.Noop.Text());
        Assert.Equal("1", EncodedPacket.Close.Text());
    }

    private static List<string> Read(string body, out EngineError error)
    {
        var read = new List<string>();
        var reader = new EnginePayloadReader(Encoding.UTF8.GetBytes(body));

        while (reader.TryRead(out var packet))
        {
            read.Add(Show(packet));
        }

        // Once at its end, a reader stays there.
        Assert.False(reader.TryRead(out _));
        error = reader.Error;
        return read;
    }

    private static string Show(EnginePacket packet)
        => packet.IsBinary ? $"binary:{Convert.ToHexStringLower(packet.Data)}" : $"{packet.Type}:{Encoding.UTF8.GetString(packet.Data)}";
}
