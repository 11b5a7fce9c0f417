namespace SocketIO.Protocol.Tests;

/// <summary>What a parser of another format makes its packets with.</summary>
public sealed class MessageDecoderTests
{
    [Theory]
    [Trait("Spec", "PAR-027")]
    [InlineData(PacketType.Connect, "/", null, "", "", 0)]
    [InlineData(PacketType.Connect, "/admin", 3L, """{"token":1}""", "", 1)]
    [InlineData(PacketType.Disconnect, "/", null, "", "", 0)]
    [InlineData(PacketType.Event, "/a b", 0L, """["x",1,[2]]""", "x", 2)]
    [InlineData(PacketType.Event, "/", 9_007_199_254_740_991L, "[7]", "7", 0)]
    [InlineData(PacketType.Ack, "/", 1L, "[]", "", 0)]
    [InlineData(PacketType.ConnectError, "/", null, "\"no\"", "", 1)]
    public void Parts_become_a_packet(PacketType type, string ns, long? ackId, string json, string eventName, int arguments)
    {
        var packet = PartsDecoder.Packet(type, ns, ackId, json);

        // An id where it has no meaning is dropped.
        Assert.Equal((type, ns, type is PacketType.Connect ? null : ackId, eventName, json), (packet.Type, packet.Namespace, packet.AckId, packet.EventName, packet.Payload));
        Assert.Equal(arguments, packet.Arguments.Count);
    }

    [Fact]
    public void Attachments_belong_to_their_placeholders()
    {
        var packet = PartsDecoder.Packet(PacketType.Event, "/", null, """["x",{"a":{"_placeholder":true,"num":1}},{"_placeholder":true,"num":0}]""", [1], [2, 3]);

        Assert.Equal([2, 3], packet.Arguments[0].Get<Dictionary<string, byte[]>>()!["a"]);
        Assert.Equal([1], packet.Arguments[1].Get<byte[]>());
    }

    [Fact]
    public void The_number_of_attachments_is_the_parsers_affair()
    {
        var json = "[\"x\"," + string.Join(',', Enumerable.Range(0, 50).Select(i => $"{{\"_placeholder\":true,\"num\":{i}}}")) + "]";

        var packet = PartsDecoder.Packet(PacketType.Event, "/", null, json, [.. Enumerable.Range(0, 50).Select(i => new[] { (byte)i })]);

        Assert.Equal([49], packet.Arguments[49].Get<byte[]>());
    }

    [Theory]
    [Trait("Spec", "PAR-027")]
    [InlineData(PacketType.BinaryEvent, "/", null, "[\"x\"]", PacketError.UnknownType)]
    [InlineData((PacketType)200, "/", null, "[\"x\"]", PacketError.UnknownType)]
    [InlineData(PacketType.Event, "", null, "[\"x\"]", PacketError.InvalidNamespace)]
    [InlineData(PacketType.Event, "admin", null, "[\"x\"]", PacketError.InvalidNamespace)]
    [InlineData(PacketType.Event, "/a,b", null, "[\"x\"]", PacketError.InvalidNamespace)]
    [InlineData(PacketType.Event, "/12345678", null, "[\"x\"]", PacketError.NamespaceTooLong)]
    [InlineData(PacketType.Event, "/", -1L, "[\"x\"]", PacketError.AckIdOutOfRange)]
    [InlineData(PacketType.Event, "/", 9_007_199_254_740_992L, "[\"x\"]", PacketError.AckIdOutOfRange)]
    [InlineData(PacketType.Event, "/", null, "", PacketError.MissingPayload)]
    [InlineData(PacketType.Event, "/", null, "{}", PacketError.InvalidPayload)]
    [InlineData(PacketType.Event, "/", null, "[\"x\"", PacketError.InvalidPayload)]
    [InlineData(PacketType.Event, "/", null, "[]", PacketError.InvalidEventName)]
    [InlineData(PacketType.Event, "/", null, "[\"connect\"]", PacketError.ReservedEventName)]
    [InlineData(PacketType.Event, "/", null, "[\"x\",[[[[1]]]]]", PacketError.PayloadTooDeep)]
    [InlineData(PacketType.Event, "/", null, "[\"x\",1e999]", PacketError.NumberOutOfRange)]
    [InlineData(PacketType.Event, "/", null, "[\"0123456789012345678901234567890123456789\"]", PacketError.PacketTooLarge)]
    [InlineData(PacketType.Connect, "/", null, "{\"token\":12345}", PacketError.AuthTooLarge)]
    [InlineData(PacketType.Connect, "/", null, "[]", PacketError.InvalidPayload)]
    [InlineData(PacketType.Disconnect, "/", null, "{}", PacketError.InvalidPayload)]
    public void Each_part_is_checked(PacketType type, string ns, long? ackId, string json, PacketError error)
    {
        var limits = new PacketLimits { MaxNamespaceLength = 8, MaxJsonDepth = 4, MaxPacketBytes = 40, MaxAuthBytes = 10 };

        Assert.Equal(error, PartsDecoder.Error(type, Decoded.Utf8(ns), ackId, Decoded.Utf8(json), limits));
    }

    [Theory]
    [InlineData("[\"x\",{\"_placeholder\":true,\"num\":1}]", PacketError.InvalidPlaceholder)]
    [InlineData("[\"x\",{\"_placeholder\":false,\"num\":0}]", PacketError.UnreferencedAttachment)]
    public void Placeholders_are_checked(string json, PacketError error)
        => Assert.Equal(error, PartsDecoder.Error(PacketType.Event, "/"u8, null, Decoded.Utf8(json), null, [1]));

    [Fact]
    public void Attachments_count_towards_the_size()
        => Assert.Equal(
            PacketError.PacketTooLarge,
            PartsDecoder.Error(PacketType.Event, "/"u8, null, "[\"x\",{\"_placeholder\":true,\"num\":0}]"u8, new PacketLimits { MaxPacketBytes = 100 }, new byte[80]));

    [Fact]
    public void Text_must_be_utf8()
    {
        Assert.Equal(PacketError.InvalidUtf8, PartsDecoder.Error(PacketType.Event, "/"u8, null, [(byte)'[', (byte)'"', 0xff, (byte)'"', (byte)']']));
        Assert.Equal(PacketError.InvalidUtf8, PartsDecoder.Error(PacketType.Event, [(byte)'/', 0xc0], null, "[\"x\"]"u8));
    }
}
