namespace SocketIO.Protocol.Tests;

public sealed class PacketHeaderTests
{
    [Theory]
    [Trait("Spec", "PAR-016")]
    [Trait("Hostile", "H19")]
    [Trait("Hostile", "H20")]
    [Trait("Hostile", "H21")]
    [Trait("Hostile", "H24")]
    [InlineData("20[\"e\"]", 0L)]
    [InlineData("2007[\"e\"]", 7L)]
    [InlineData("201[\"e\"]", 1L)]
    [InlineData("2/,12[\"e\"]", 12L)]
    [InlineData("29007199254740991[\"e\"]", 9007199254740991L)]
    [InlineData("39007199254740991[]", 9007199254740991L)]
    public void Ack_ids_are_digits_up_to_the_largest_safe_integer(string text, long expected)
    {
        var packet = Decoded.Text(text);

        Assert.Equal(expected, packet.AckId);
        Assert.Equal("/", packet.Namespace);
    }

    [Theory]
    [Trait("Hostile", "G12")]
    [Trait("Hostile", "H14")]
    [Trait("Hostile", "H20")]
    [Trait("Hostile", "H21")]
    [Trait("Hostile", "H22")]
    [Trait("Hostile", "H23")]
    [Trait("Spec", "PAR-016")]
    [InlineData("29007199254740992[\"e\"]", PacketError.AckIdOutOfRange)]
    [InlineData("29007199254740993[\"e\"]", PacketError.AckIdOutOfRange)]
    [InlineData("39999999999999999999999999999999999999999[]", PacketError.AckIdOutOfRange)]
    [InlineData("218446744073709551617[\"e\"]", PacketError.AckIdOutOfRange)]
    [InlineData("012{}", PacketError.UnexpectedAckId)]
    [InlineData("01", PacketError.UnexpectedAckId)]
    [InlineData("1/a,1", PacketError.UnexpectedAckId)]
    [InlineData("41\"x\"", PacketError.UnexpectedAckId)]
    [InlineData("2 1 [\"e\"]", PacketError.InvalidPayload)]
    [InlineData("21 2[\"e\"]", PacketError.InvalidPayload)]
    [InlineData("2\n[\"e\"]", PacketError.InvalidPayload)]
    [InlineData("2 [\"e\"]", PacketError.InvalidPayload)]
    [InlineData("2\ufeff[\"e\"]", PacketError.InvalidPayload)]
    [InlineData("2-1[\"e\"]", PacketError.InvalidPayload)]
    [InlineData("2+1[\"e\"]", PacketError.InvalidPayload)]
    [InlineData("21.5[\"e\"]", PacketError.InvalidPayload)]
    [InlineData("21e3[\"e\"]", PacketError.InvalidPayload)]
    [InlineData("2\u0661[\"e\"]", PacketError.InvalidPayload)]
    public void Refuses_other_ack_ids(string text, PacketError expected) => Assert.Equal(expected, Decoded.Error(text));

    [Theory]
    [Trait("Hostile", "G10")]
    [Trait("Hostile", "G11")]
    [Trait("Hostile", "G21")]
    [InlineData("0/,", "/")]
    [InlineData("0/?a=1,", "/?a=1")]
    [InlineData("0/__proto__,", "/__proto__")]
    [InlineData("0/..,", "/..")]
    [InlineData("0/%00,", "/%00")]
    [InlineData("0/\u202e,", "/\u202e")]
    [InlineData("0/A,", "/A")]
    [InlineData("0/a\0b,", "/a\0b")]
    public void Namespaces_are_taken_as_they_are(string text, string expected) => Assert.Equal(expected, Decoded.Text(text).Namespace);

    [Fact]
    [Trait("Hostile", "G7")]
    public void A_namespace_of_512_characters_is_the_longest()
    {
        Assert.Equal(PacketError.None, Decoded.Error($"0/{new string('a', 511)},"));
        Assert.Equal(PacketError.NamespaceTooLong, Decoded.Error($"0/{new string('a', 512)},"));
        Assert.Equal(PacketError.NamespaceTooLong, Decoded.Error($"0/{new string('a', 500_000)},"));

        // Characters, not bytes.
        Assert.Equal(PacketError.None, Decoded.Error($"0/{new string('\u20ac', 511)},"));
        Assert.Equal(PacketError.NamespaceTooLong, Decoded.Error($"0/{new string('\u20ac', 512)},"));
        Assert.Equal(PacketError.None, Decoded.Error($"0/{new string('a', 512)},", new PacketLimits { MaxNamespaceLength = 513 }));
        Assert.Contains(nameof(PacketLimits.MaxNamespaceLength), PacketError.NamespaceTooLong.ToDescription(), StringComparison.Ordinal);
    }
}
