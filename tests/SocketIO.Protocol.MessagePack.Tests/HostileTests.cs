namespace SocketIO.Protocol.MessagePack.Tests;

/// <summary>Messages that no honest peer sends.</summary>
public sealed class HostileTests
{
    [Theory]
    [InlineData("dfffffffff")]
    [InlineData("ddffffffff")]
    [InlineData("deffff")]
    [InlineData("8f")]
    [InlineData("dbffffffff61")]
    [InlineData("c6ffffffff61")]
    [InlineData("c9ffffffff0061")]
    [InlineData("c7")]
    [InlineData("c701")]
    [InlineData("d9")]
    [InlineData("cf00")]
    [InlineData("d7")]
    [InlineData("c1")]
    public void Lengths_beyond_the_end_are_not_believed(string hex)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.Equal(PacketError.InvalidEncoding, Codec.Refuse(bytes));
        Assert.Equal(PacketError.InvalidEncoding, Codec.Refuse([0x81, 0xa4, .. "data"u8, .. bytes]));
        Assert.Equal(PacketError.InvalidEncoding, Codec.Refuse(Cut(Codec.Event([0x91, 0x91, .. bytes]), 5 + 0)));
    }

    [Fact]
    public void A_message_cut_anywhere_is_refused()
    {
        var message = Codec.Event([0x82, 0xa1, 1, 0xd7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xa1, 2, 0xc4, 2, 1, 2], [0xcd, 1, 2]);

        for (var length = 0; length < message.Length; length++)
        {
            Assert.Equal(PacketError.InvalidEncoding, Codec.Refuse(message.AsSpan(0, length)));
        }

        Assert.Equal(PacketError.InvalidEncoding, Codec.Refuse([.. message, 0]));
        Assert.Equal(2, Codec.Decode(message).Arguments.Count);
    }

    [Theory]
    [InlineData(0x91)]
    [InlineData(0x81)]
    public void Depth_is_bounded_as_in_json(byte open)
    {
        byte[] level = open == 0x91 ? [0x91] : [0x81, 0xa0];
        byte[] Nested(int depth) => Codec.Event([.. Enumerable.Repeat(level, depth).SelectMany(b => b), 1]);

        // The array of the arguments counts.
        Assert.Single(Codec.Decode(Nested(63)).Arguments);
        Assert.Equal(PacketError.PayloadTooDeep, Codec.Refuse(Nested(64)));
        Assert.Equal(PacketError.PayloadTooDeep, Codec.Refuse(Nested(400_000)));

        var limits = new PacketLimits { MaxJsonDepth = 1024 };
        var deep = Codec.Decode(Nested(1023), limits);
        Assert.Equal(Convert.ToHexString(Codec.DataOf(Nested(1023))), Convert.ToHexString(Codec.DataOf(deep.Echo())));
        Assert.Equal(PacketError.PayloadTooDeep, Codec.Refuse(Nested(1024), limits));
    }

    [Fact]
    public void What_is_not_read_may_be_nested_as_deeply_as_it_likes()
    {
        byte[] ignored = [.. Enumerable.Repeat((byte)0x91, 300_000), 1];
        byte[] message = [0x84, 0xa1, (byte)'x', .. ignored, 0xa4, .. "type"u8, 2, 0xa4, .. "data"u8, 0x91, 0xa1, (byte)'e', 0xa3, .. "nsp"u8, 0xa1, (byte)'/'];

        Assert.Equal("e", Codec.Decode(message).EventName);
    }

    [Fact]
    public void Json_that_would_be_too_large_is_given_up()
    {
        // Two bytes each, and forty as a placeholder: without a bound, a message of 10 MB would become 200.
        byte[] manyBuffers = [0xdd, 0, 4, 0x93, 0xe0, .. Enumerable.Repeat<byte[]>([0xc4, 0], 300_000).SelectMany(b => b)];
        Assert.Equal(PacketError.PacketTooLarge, Codec.Refuse(Codec.Event(manyBuffers)));

        byte[] controls = [0xdb, 0, 0x1e, 0x84, 0x80, .. new byte[2_000_000]];
        Assert.Equal(PacketError.PacketTooLarge, Codec.Refuse(Codec.Event(controls)));

        Assert.Equal(PacketError.PacketTooLarge, Codec.Refuse(Codec.Event([0xc5, 0, 100, .. new byte[100]]), new PacketLimits { MaxPacketBytes = 100 }));
    }

    [Fact]
    public void The_number_of_buffers_is_not_bounded_but_by_size()
    {
        var values = Enumerable.Range(0, 1000).Select(i => (object?)new[] { (byte)i }).ToArray();

        var packet = Codec.Decode(Codec.Encode("e", values));

        Assert.Equal(1000, packet.Arguments.Count);
        Assert.Equal([231], packet.Arguments[999].Get<byte[]>());
    }

    [Theory]
    [Trait("Hostile", "H8")]
    [InlineData("__proto__")]
    [InlineData("constructor")]
    [InlineData("toString")]
    public void Names_that_mean_something_to_javascript_are_names(string name)
        => Assert.Equal(name, Codec.Decode(Codec.Encode(name)).EventName);

    [Fact]
    public void A_prototype_is_not_sent_on()
    {
        byte[] map = [0x83, 0xa1, (byte)'a', 1, 0xa9, .. "__proto__"u8, 0x81, 0xa1, (byte)'x', 0x91, 1, 0xa1, (byte)'b', 2];

        var packet = Codec.Decode(Codec.Event(map, [0x81, 0xa9, .. "__proto__"u8, 1]));

        Assert.Equal("82a16101a16202" + "80", Convert.ToHexStringLower(Codec.DataOf(packet.Echo())[3..]));
    }

    [Fact]
    public void The_last_of_equal_keys_counts()
    {
        var packet = Codec.Decode(Codec.Event([0x82, 0xa1, (byte)'a', 1, 0xa1, (byte)'a', 2]));

        Assert.Equal(2, packet.Arguments[0].Get<Dictionary<string, int>>()!["a"]);
    }

    [Fact]
    [Trait("Hostile", "I21")]
    public void An_object_that_looks_like_a_placeholder_cannot_be_taken_for_one()
    {
        byte[] fake = [0x82, 0xac, .. "_placeholder"u8, 0xc3, 0xa3, .. "num"u8, 0];

        // Without attachments it is data, and comes back as such.
        var packet = Codec.Decode(Codec.Event(fake));
        Assert.False(packet.Arguments[0].IsBinary);
        Assert.Equal(fake, Codec.DataOf(packet.Echo())[3..]);

        Assert.Equal(PacketError.InvalidPlaceholder, Codec.Refuse(Codec.Event(fake, [0xc4, 1, 9])));

        // Sent on beside binary data of ours, its number does not matter.
        fake[^1] = 7;
        var sentOn = Codec.Encode("e", Codec.Decode(Codec.Event(fake)).Arguments[0], new byte[] { 9 });
        Assert.Equal([.. fake, 0xc4, 1, 9], Codec.DataOf(sentOn)[3..]);
    }

    [Fact]
    public void Keys_of_no_use_are_refused()
    {
        byte[][] keys = [[0x90], [0x80], [0xc4, 0], [0xc7, 0, 0], [0xd4, 0, 0], [0xd4, 5, 0], [0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0]];

        Assert.All(keys, key => Assert.Equal(PacketError.InvalidPayload, Codec.Refuse(Codec.Event([0x81, .. key, 1]))));

        // Outside the payload they do not matter.
        Assert.All(keys, key => Assert.Equal("e", Codec.Decode([0x84, .. key, 1, .. Codec.Event()[1..]]).EventName));
    }

    [Fact]
    public void Text_is_refused()
    {
        var decoder = Codec.Parser.CreateDecoder(PacketLimits.Default);

        var error = decoder.Add("2[\"a\"]"u8, isBinary: false, out _, out var complete);

        Assert.Equal(PacketError.UnexpectedText, error);
        Assert.False(complete);
        Assert.Equal("Could not parse", decoder.GetErrorText(error, "2[\"a\"]"u8, isBinary: false));
    }

    [Theory]
    [InlineData("83a474797065cb4000000000000000a36e7370a12fa46461746191a165", "")]
    [InlineData("84a47479706502a36e7370a12fa46461746191a165a26964cb4014000000000000", "5")]
    [InlineData("84a47479706502a36e7370a12fa46461746191a165a26964d40000", "")]
    public void To_javascript_a_number_is_an_integer_if_it_has_no_fraction(string hex, string id)
        => Assert.Equal(id, $"{Codec.Decode(Convert.FromHexString(hex)).AckId}");

    [Theory]
    [InlineData("83a47479706502a36e7370a0a46461746191a165", PacketError.InvalidNamespace)]
    [InlineData("83a47479706502a36e7370a161a46461746191a165", PacketError.InvalidNamespace)]
    [InlineData("83a47479706502a36e7370a42f612c62a46461746191a165", PacketError.InvalidNamespace)]
    [InlineData("83a47479706502a36e7370a22fffa46461746191a165", PacketError.InvalidUtf8)]
    [InlineData("84a47479706502a36e7370a12fa46461746191a165a26964cfffffffffffffffff", PacketError.InvalidAckId)]
    [InlineData("84a47479706502a36e7370a12fa46461746191a165a26964cf0020000000000000", PacketError.AckIdOutOfRange)]
    [InlineData("83a47479706500a36e7370a12fa464617461c403010203", PacketError.InvalidPayload)]
    [InlineData("83a47479706502a36e7370a12fa464617461d405ff", PacketError.InvalidPayload)]
    [InlineData("80", PacketError.UnknownType)]
    public void Parts_are_judged(string hex, PacketError error) => Assert.Equal(error, Codec.Refuse(Convert.FromHexString(hex)));

    private static byte[] Cut(byte[] message, int length) => message[..^length];
}
