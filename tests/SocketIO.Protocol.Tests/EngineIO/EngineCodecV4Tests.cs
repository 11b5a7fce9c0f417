using System.Text;

namespace SocketIO.Protocol.Tests;

public sealed class EngineCodecV4Tests
{
    [Theory]
    [Trait("Spec", "EIO-064")]
    [Trait("Spec", "EIO-071")]
    [Trait("Spec", "TST-067")]
    [Trait("Hostile", "E8")]
    [InlineData("0{\"sid\":\"x\"}", EnginePacketType.Open, "{\"sid\":\"x\"}")]
    [InlineData("1", EnginePacketType.Close, "")]
    [InlineData("2", EnginePacketType.Ping, "")]
    [InlineData("2probe", EnginePacketType.Ping, "probe")]
    [InlineData("3", EnginePacketType.Pong, "")]
    [InlineData("3garbage", EnginePacketType.Pong, "garbage")]
    [InlineData("4", EnginePacketType.Message, "")]
    [InlineData("4hello", EnginePacketType.Message, "hello")]
    [InlineData("4\u20ac\ud83d\ude00\0\u001e", EnginePacketType.Message, "\u20ac\ud83d\ude00\0\u001e")]
    [InlineData("5", EnginePacketType.Upgrade, "")]
    [InlineData("6", EnginePacketType.Noop, "")]
    public void Decodes_a_text_frame(string frame, EnginePacketType type, string data)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);

        Assert.Equal(EngineError.None, EngineCodecV4.Decode(bytes, out var packet));
        Assert.Equal(type, packet.Type);
        Assert.False(packet.IsBinary);
        Assert.Equal(data, Encoding.UTF8.GetString(packet.Data));
        Assert.Equal(data, Encoding.UTF8.GetString(bytes.AsSpan(packet.Offset, packet.Data.Length)));

        Assert.Equal(EngineError.None, EngineCodecV4.DecodeInPlace(bytes, out packet));
        Assert.Equal(data, Encoding.UTF8.GetString(packet.Data));
    }

    [Theory]
    [Trait("Spec", "EIO-064")]
    [Trait("Spec", "EIO-067")]
    [Trait("Spec", "TST-068")]
    [Trait("Hostile", "B15")]
    [Trait("Hostile", "B26")]
    [Trait("Hostile", "E1")]
    [InlineData("", EngineError.EmptyPacket)]
    [InlineData("7", EngineError.UnknownType)]
    [InlineData("9", EngineError.UnknownType)]
    [InlineData("abc", EngineError.UnknownType)]
    [InlineData("ping", EngineError.UnknownType)]
    [InlineData("{", EngineError.UnknownType)]
    [InlineData("\0", EngineError.UnknownType)]
    [InlineData(" 4", EngineError.UnknownType)]
    [InlineData("\ufeff40", EngineError.UnknownType)]
    [InlineData("\u0664x", EngineError.UnknownType)]
    [InlineData("B", EngineError.UnknownType)]
    public void Refuses_what_is_no_packet(string frame, EngineError expected)
    {
        Assert.Equal(expected, EngineCodecV4.Decode(Encoding.UTF8.GetBytes(frame), out var packet));
        Assert.True(packet.Data.IsEmpty);
        Assert.Equal(expected, EngineCodecV4.DecodeInPlace(Encoding.UTF8.GetBytes(frame), out _));
    }

    [Fact]
    [Trait("Hostile", "B25")]
    public void Text_is_strict_UTF_8()
        => Assert.Equal(EngineError.InvalidUtf8, EngineCodecV4.Decode([(byte)'4', 0xed, 0xa0, 0x80], out _));

    [Theory]
    [Trait("Spec", "EIO-065")]
    [Trait("Spec", "EIO-068")]
    [Trait("Spec", "TST-067")]
    [Trait("Spec", "TST-069")]
    [Trait("Hostile", "B22")]
    [InlineData("bAQIDBA==", "01020304")]
    [InlineData("bAQIDBAU=", "0102030405")]
    [InlineData("bAQIDBAUG", "010203040506")]
    [InlineData("b", "")]
    [InlineData("bAAE", "0001")]
    [InlineData("bAA", "00")]
    [InlineData("b-_8=", "fbff")]
    [InlineData("b-_8", "fbff")]
    [InlineData("b+/8=", "fbff")]
    [InlineData("b\n", "")]
    [InlineData("bAQID\nBAUG\r\n", "010203040506")]
    [InlineData("bAQIDBA=\n=\n", "01020304")]
    public void Decodes_base64(string frame, string hex)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);

        Assert.Equal(EngineError.None, EngineCodecV4.DecodeInPlace(bytes, out var packet));
        Assert.Equal(EnginePacketType.Message, packet.Type);
        Assert.True(packet.IsBinary);
        Assert.Equal(hex, Convert.ToHexStringLower(packet.Data));
        Assert.Equal(hex, Convert.ToHexStringLower(bytes.AsSpan(packet.Offset, packet.Data.Length)));
    }

    [Theory]
    [Trait("Hostile", "B22")]
    [InlineData("b%%%%")]
    [InlineData("bAA E")]
    [InlineData("bAA\tE")]
    [InlineData("bA")]
    [InlineData("bAAAAA")]
    [InlineData("b=")]
    [InlineData("b==")]
    [InlineData("bA===")]
    [InlineData("bAA=")]
    [InlineData("bAA=A")]
    [InlineData("bAAA==")]
    [InlineData("bAAAA=")]
    [InlineData("bAAAA====")]
    [InlineData("bAB==")]
    [InlineData("bAB")]
    [InlineData("bAAF=")]
    [InlineData("bAAAA==AAAA")]
    [InlineData("bAAA\u00e9")]
    [InlineData("bAAA\0")]
    public void Refuses_what_is_not_exactly_base64(string frame)
    {
        Assert.Equal(EngineError.InvalidBase64, EngineCodecV4.DecodeInPlace(Encoding.UTF8.GetBytes(frame), out var packet));
        Assert.True(packet.Data.IsEmpty);
    }

    [Fact]
    public void Decodes_base64_of_every_length()
    {
        var random = new Random(1);

        for (var length = 0; length < 300; length++)
        {
            var data = new byte[length];
            random.NextBytes(data);

            foreach (var text in new[] { Convert.ToBase64String(data), Convert.ToBase64String(data).TrimEnd('='), Convert.ToBase64String(data, Base64FormattingOptions.InsertLineBreaks) })
            {
                Assert.Equal(EngineError.None, EngineCodecV4.DecodeInPlace(Encoding.UTF8.GetBytes("b" + text), out var packet));
                Assert.Equal(data, packet.Data);
            }
        }
    }

    [Fact]
    [Trait("Hostile", "E5")]
    public void Base64_can_be_refused_where_binary_frames_exist()
        => Assert.Equal(EngineError.Base64NotAllowed, EngineCodecV4.Decode("bAAEC"u8, out _));
}
