using System.Text;

namespace SocketIO.Protocol.Tests;

public sealed class EngineCodecV3Tests
{
    [Theory]
    [Trait("Spec", "V3-007")]
    [Trait("Spec", "V3-017")]
    [InlineData("4hello", EnginePacketType.Message, false, "hello")]
    [InlineData("2probe", EnginePacketType.Ping, false, "probe")]
    [InlineData("5", EnginePacketType.Upgrade, false, "")]
    [InlineData("b4AQIDBA==", EnginePacketType.Message, true, "\u0001\u0002\u0003\u0004")]
    [InlineData("b4AQIDBA", EnginePacketType.Message, true, "\u0001\u0002\u0003\u0004")]
    [InlineData("b4", EnginePacketType.Message, true, "")]
    public void Decodes_text(string text, EnginePacketType type, bool isBinary, string data)
    {
        var error = EngineCodecV3.DecodeInPlace(Encoding.UTF8.GetBytes(text), out var packet);

        Assert.Equal(EngineError.None, error);
        Assert.Equal((type, isBinary, data), (packet.Type, packet.IsBinary, Encoding.UTF8.GetString(packet.Data)));
    }

    [Theory]
    [Trait("Hostile", "F14")]
    [InlineData("", EngineError.EmptyPacket)]
    [InlineData("9", EngineError.UnknownType)]
    [InlineData("b", EngineError.UnknownType)]
    [InlineData("b9AQ", EngineError.UnknownType)]
    [InlineData("b2AQ", EngineError.UnknownType)]
    [InlineData("bAQIDBA==", EngineError.UnknownType)]
    [InlineData("b4%%%%", EngineError.InvalidBase64)]
    [InlineData("b4A", EngineError.InvalidBase64)]
    public void Refuses_text(string text, EngineError expected)
    {
        Assert.Equal(expected, EngineCodecV3.DecodeInPlace(Encoding.UTF8.GetBytes(text), out var packet));
        Assert.True(packet.Data.IsEmpty);
    }

    [Fact]
    [Trait("Hostile", "F15")]
    public void Text_is_strict_UTF_8()
    {
        Assert.Equal(EngineError.InvalidUtf8, EngineCodecV3.DecodeInPlace([(byte)'4', 0xff, 0xfe], out _));
        Assert.Equal(EngineError.InvalidUtf8, EngineCodecV3.DecodeInPlace([(byte)'4', 0xc0, 0x80], out _));
        Assert.Equal(EngineError.InvalidUtf8, EngineCodecV3.DecodeInPlace([(byte)'4', 0xed, 0xa0, 0x80], out _));
    }

    [Fact]
    [Trait("Spec", "V3-017")]
    public void Binary_messages_begin_with_their_type()
    {
        Assert.Equal(EngineError.None, EngineCodecV3.DecodeBinary([4, 1, 2], out var packet));
        Assert.Equal((EnginePacketType.Message, true, 1), (packet.Type, packet.IsBinary, packet.Offset));
        Assert.Equal([1, 2], packet.Data.ToArray());

        Assert.Equal(EngineError.None, EngineCodecV3.DecodeBinary([4], out packet));
        Assert.True(packet.Data.IsEmpty);
    }

    [Theory]
    [Trait("Hostile", "F14")]
    [Trait("Hostile", "F17")]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData((byte)'4')]
    public void Only_messages_are_binary(byte type) => Assert.Equal(EngineError.UnknownType, EngineCodecV3.DecodeBinary([type, 1], out _));

    [Fact]
    [Trait("Hostile", "F14")]
    public void An_empty_binary_frame_is_no_packet() => Assert.Equal(EngineError.EmptyPacket, EngineCodecV3.DecodeBinary([], out _));
}
