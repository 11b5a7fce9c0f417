using System.Buffers;
using System.Text;

namespace SocketIO.Protocol.Tests;

public sealed class EnginePayloadV3Tests
{
    [Fact]
    [Trait("Spec", "V3-005")]
    [Trait("Spec", "V3-007")]
    public void Reads_packets_by_their_lengths_in_UTF_16_units()
    {
        Assert.Equal(["Message:hello", "Message:€"], ReadText("6:4hello2:4€", out var error));
        Assert.Equal(EngineError.None, error);
        Assert.Equal(["Message:hello", "binary:01020304", "Ping:"], ReadText("6:4hello10:b4AQIDBA==1:2", out _));
    }

    [Theory]
    [Trait("Hostile", "F5")]
    [InlineData("2:4é", "Message:é")]
    [InlineData("3:4😀", "Message:😀")]
    [InlineData("0005:4abcd", "Message:abcd")]
    public void Characters_count_as_in_JavaScript(string body, string packet)
    {
        Assert.Equal([packet], ReadText(body, out var error));
        Assert.Equal(EngineError.None, error);
    }

    [Theory]
    [Trait("Hostile", "F5")]
    [InlineData("2:4😀")]
    [InlineData("2:4😀1:2")]
    [InlineData("5:4é😀")]
    public void A_length_that_ends_within_a_character_is_refused(string body)
    {
        Assert.Empty(ReadText(body, out var error));
        Assert.Equal(EngineError.InvalidLength, error);
    }

    [Theory]
    [Trait("Spec", "V3-011")]
    [Trait("Hostile", "F2")]
    [Trait("Hostile", "F3")]
    [InlineData("42[\"a\"]", EngineError.InvalidLength, 0)]
    [InlineData("5:4", EngineError.InvalidLength, 0)]
    [InlineData("-1:4", EngineError.InvalidLength, 0)]
    [InlineData("Infinity:2", EngineError.InvalidLength, 0)]
    [InlineData("99999999999999999999:2", EngineError.InvalidLength, 0)]
    [InlineData("4294967297:2", EngineError.InvalidLength, 0)]
    [InlineData("NaN:", EngineError.InvalidLength, 0)]
    [InlineData("1:9", EngineError.UnknownType, 0)]
    [InlineData("1:2junk", EngineError.InvalidLength, 1)]
    [InlineData("1:23", EngineError.InvalidLength, 1)]
    [InlineData(":", EngineError.InvalidLength, 0)]
    [InlineData(" :", EngineError.InvalidLength, 0)]
    [InlineData("1e0:2", EngineError.InvalidLength, 0)]
    [InlineData("0x1:2", EngineError.InvalidLength, 0)]
    [InlineData(" 1:2", EngineError.InvalidLength, 0)]
    [InlineData("+1:2", EngineError.InvalidLength, 0)]
    [InlineData("\u0661:2", EngineError.InvalidLength, 0)]
    [InlineData("1:21:x1:2", EngineError.UnknownType, 1)]
    public void Reading_ends_at_the_first_error_and_what_came_before_counts(string body, EngineError expected, int packets)
    {
        Assert.Equal(packets, ReadText(body, out var error).Count);
        Assert.Equal(expected, error);
    }

    [Fact]
    [Trait("Spec", "V3-006")]
    [Trait("Hostile", "F9")]
    public void An_empty_body_is_refused()
    {
        Assert.Empty(ReadText("", out var error));
        Assert.Equal(EngineError.EmptyPacket, error);
        Assert.Empty(ReadBinary("", out error));
        Assert.Equal(EngineError.EmptyPacket, error);
    }

    [Fact]
    [Trait("Spec", "V3-006")]
    [Trait("Hostile", "F4")]
    public void The_payload_of_no_packets_does_nothing()
    {
        Assert.Equal(["Noop:", "Noop:", "Ping:"], ReadText("0:0:1:2", out var error));
        Assert.Equal(EngineError.None, error);
    }

    [Theory]
    [Trait("Hostile", "F15")]
    [InlineData("34 FF FE")]
    [InlineData("34 C0 80")]
    [InlineData("34 ED A0 80")]
    public void Text_is_strict_UTF_8(string packet)
    {
        var bytes = Convert.FromHexString(packet.Replace(" ", ""));

        for (var length = 2; length <= bytes.Length; length++)
        {
            Read([.. Encoding.ASCII.GetBytes($"{length}:"), .. bytes], isBinary: false, out var error);
            Assert.NotEqual(EngineError.None, error);
        }

        Read([0, (byte)bytes.Length, 0xff, .. bytes], isBinary: true, out var binaryError);
        Assert.Equal(EngineError.InvalidUtf8, binaryError);
    }

    [Fact]
    [Trait("Spec", "V3-009")]
    [Trait("Spec", "V3-012")]
    [Trait("Hostile", "F8")]
    public void Reads_binary_bodies()
    {
        Assert.Equal(["Message:hello", "binary:01020304"], ReadBinary("00 06 FF 34 68 65 6C 6C 6F 01 05 FF 04 01 02 03 04", out var error));
        Assert.Equal(EngineError.None, error);
        Assert.Equal(["Ping:"], ReadBinary("00 01 FF 32", out _));
        Assert.Equal(["Message:€"], ReadBinary("00 04 FF 34 E2 82 AC", out _));
        Assert.Equal(["binary:"], ReadBinary("01 01 FF 04", out _));
        Assert.Equal(["binary:01020304"], ReadBinary("00 01 00 FF 62 34 41 51 49 44 42 41 3D 3D", out _));
    }

    [Theory]
    [Trait("Spec", "V3-011")]
    [Trait("Hostile", "F10")]
    [Trait("Hostile", "F11")]
    [Trait("Hostile", "F12")]
    [Trait("Hostile", "F13")]
    [InlineData("01 01 01 01", EngineError.InvalidLength)]
    [InlineData("01 01 01 01 01 01 01 01 01 01 01 01 FF 04", EngineError.InvalidLength)]
    [InlineData("FF FF FF", EngineError.InvalidLength)]
    [InlineData("00 FF 00 FF", EngineError.InvalidLength)]
    [InlineData("01 09 FF 04", EngineError.InvalidLength)]
    [InlineData("01 0C FF 04", EngineError.InvalidLength)]
    [InlineData("01", EngineError.InvalidLength)]
    [InlineData("00 00 FF", EngineError.EmptyPacket)]
    [InlineData("01 00 FF", EngineError.EmptyPacket)]
    [InlineData("02 01 FF 32", EngineError.UnknownType)]
    [InlineData("01 01 FF 34", EngineError.UnknownType)]
    public void Refuses_binary_bodies(string hex, EngineError expected)
    {
        Assert.Empty(ReadBinary(hex, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    [Trait("Spec", "V3-005")]
    [Trait("Spec", "V3-007")]
    [Trait("Spec", "TST-179")]
    public void Writes_text_bodies()
    {
        Assert.Equal("6:4hello2:4€3:4😀1:6", WriteText(Text("4hello"), Text("4€"), Text("4😀"), EncodedPacket.Noop));
        Assert.Equal("6:4hello10:b4AQIDBA==", WriteText(new EncodedPacket("4hello"u8.ToArray(), [[1, 2, 3, 4]])));
        Assert.Equal("2:b4", WriteText(new EncodedPacket([], [[]])));
    }

    [Fact]
    [Trait("Spec", "V3-008")]
    [Trait("Spec", "V3-009")]
    [Trait("Spec", "TST-066")]
    [Trait("Spec", "TST-179")]
    public void Writes_binary_bodies()
    {
        var body = new ArrayBufferWriter<byte>();
        EnginePayloadWriterV3.WriteBinary(body, Text("4€"));
        EnginePayloadWriterV3.WriteBinary(body, new EncodedPacket("4hello"u8.ToArray(), [[1, 2, 3, 4], new byte[99]]));

        Assert.StartsWith("0004FF34E282AC" + "0006FF3468656C6C6F" + "0105FF0401020304" + "01010000FF0400", Convert.ToHexString(body.WrittenSpan));
    }

    [Fact]
    [Trait("Spec", "V3-005")]
    public void What_is_written_is_read_again()
    {
        var packet = new EncodedPacket(Encoding.UTF8.GetBytes("4" + string.Concat(Enumerable.Repeat("aé€😀", 500))), [new byte[1000], []]);
        var text = new ArrayBufferWriter<byte>();
        var binary = new ArrayBufferWriter<byte>();

        for (var i = 0; i < 3; i++)
        {
            EnginePayloadWriterV3.WriteText(text, packet);
            EnginePayloadWriterV3.WriteBinary(binary, packet);
        }

        var read = Read(text.WrittenSpan.ToArray(), isBinary: false, out var error);
        Assert.Equal(EngineError.None, error);
        Assert.Equal(9, read.Count);
        Assert.Equal(read, Read(binary.WrittenSpan.ToArray(), isBinary: true, out error));
        Assert.Equal(EngineError.None, error);
    }

    [Fact]
    [Trait("Spec", "V3-017")]
    public void WebSocket_frames_carry_the_type_of_binary_messages()
    {
        var packet = new EncodedPacket("451-[1]"u8.ToArray(), [[1, 2]]);

        Assert.Equal("8107" + "3435312D5B315D" + "8203040102", Convert.ToHexString(packet.WebSocketFramesV3.Span));
        Assert.Equal("8107" + "3435312D5B315D" + "82020102", Convert.ToHexString(packet.WebSocketFrames.Span));
    }

    [Fact]
    public void Frames_are_made_once_for_each_revision()
    {
        var packet = new EncodedPacket("451-[1]"u8.ToArray(), [[1, 2]]);
        var text = new EncodedPacket("4a"u8.ToArray());

        Assert.True(packet.WebSocketFramesV3.Equals(packet.WebSocketFramesV3));
        Assert.True(text.WebSocketFramesV3.Equals(text.WebSocketFrames));
    }

    private static EncodedPacket Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string WriteText(params EncodedPacket[] packets)
    {
        var body = new ArrayBufferWriter<byte>();
        Array.ForEach(packets, packet => EnginePayloadWriterV3.WriteText(body, packet));
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    private static List<string> ReadText(string body, out EngineError error) => Read(Encoding.UTF8.GetBytes(body), isBinary: false, out error);

    private static List<string> ReadBinary(string hex, out EngineError error) => Read(Convert.FromHexString(hex.Replace(" ", "")), isBinary: true, out error);

    // With a new reader for each packet, as a body is read in turns.
    private static List<string> Read(byte[] body, bool isBinary, out EngineError error)
    {
        var packets = new List<string>();
        var position = 0;

        while (true)
        {
            var reader = new EnginePayloadReaderV3(body, isBinary, position);

            if (!reader.TryRead(out var packet))
            {
                error = reader.Error;
                return packets;
            }

            Assert.True(packet.Data.SequenceEqual(body.AsSpan(packet.Offset, packet.Data.Length)));
            packets.Add(packet.IsBinary ? "binary:" + Convert.ToHexString(packet.Data) : $"{packet.Type}:{Encoding.UTF8.GetString(packet.Data)}");
            position = reader.Position;
        }
    }
}
