namespace SocketIO.Protocol.Tests;

public sealed class BinaryPacketTests
{
    private const string Zero = "{\"_placeholder\":true,\"num\":0}";
    private const string One = "{\"_placeholder\":true,\"num\":1}";

    [Fact]
    [Trait("Spec", "PAR-003")]
    [Trait("Spec", "PAR-004")]
    [Trait("Spec", "PAR-013")]
    [Trait("Hostile", "I1")]
    public void A_binary_event_is_an_event_whose_placeholders_are_bytes()
    {
        var packet = Decoded.Binary($"52-/admin,7[\"baz\",{Zero},[{{\"x\":{One}}}]]", [1], [2, 3]);

        Assert.Equal(PacketType.Event, packet.Type);
        Assert.Equal("/admin", packet.Namespace);
        Assert.Equal(7, packet.AckId);
        Assert.Equal("baz", packet.EventName);
        Assert.Equal([1], packet.Arguments.Get<byte[]>(0)!);
        Assert.Equal([2, 3], packet.Arguments.Get<List<Dictionary<string, byte[]>>>(1)![0]["x"]);
    }

    [Fact]
    [Trait("Spec", "PAR-003")]
    [Trait("Spec", "PAR-013")]
    [Trait("Hostile", "I20")]
    public void A_binary_ack_is_an_ack()
    {
        var packet = Decoded.Binary($"61-15[\"bar\",{Zero}]", [1, 2]);

        Assert.Equal(PacketType.Ack, packet.Type);
        Assert.Equal(15, packet.AckId);
        Assert.Equal("bar", packet.Arguments.Get<string>(0));
        Assert.Equal([1, 2], packet.Arguments.Get<byte[]>(1)!);
    }

    [Theory]
    [Trait("Spec", "PAR-009")]
    [Trait("Spec", "PAR-014")]
    [Trait("Hostile", "I3")]
    [Trait("Hostile", "I4")]
    [InlineData("51[\"a\"]")]
    [InlineData("5-[\"a\"]")]
    [InlineData("5[\"a\"]")]
    [InlineData("5")]
    [InlineData("51")]
    [InlineData("50-[\"a\"]")]
    [InlineData("500-[\"a\"]")]
    [InlineData("60-[\"a\"]")]
    [InlineData("5-1-[\"a\"]")]
    [InlineData("5+1-[\"a\"]")]
    [InlineData("51.5-[\"a\"]")]
    [InlineData("51e1-[\"a\"]")]
    [InlineData("50x2-[\"a\"]")]
    [InlineData("5 1-[\"a\"]")]
    [InlineData("51 -[\"a\"]")]
    [InlineData("5\u0661-[\"a\"]")]
    public void The_number_of_attachments_is_digits_and_not_zero(string text)
    {
        var error = Decoded.Error(text);

        Assert.Equal(PacketError.InvalidAttachmentCount, error);
        Assert.Equal("Illegal attachments", error.ToReferenceText());
    }

    [Fact]
    [Trait("Hostile", "I4")]
    public void A_leading_zero_is_allowed() => Assert.Equal([1], Decoded.Binary($"501-[\"a\",{Zero}]", [1]).Arguments.Get<byte[]>(0)!);

    [Fact]
    [Trait("Spec", "PAR-008")]
    [Trait("Spec", "PAR-009")]
    [Trait("Hostile", "I5")]
    public void At_most_ten_attachments_unless_the_option_allows_more()
    {
        static string Event(int count) => $"5{count}-[\"a\",{string.Join(',', Enumerable.Range(0, count).Select(i => $"{{\"_placeholder\":true,\"num\":{i}}}"))}]";

        Assert.Equal(10, Decoded.Binary(Event(10), [.. Enumerable.Range(0, 10).Select(i => new byte[i])]).Arguments.Count);
        Assert.Equal(PacketError.TooManyAttachments, Decoded.Error(Event(11)));
        Assert.Equal(PacketError.TooManyAttachments, Decoded.Error("5999999999-[\"a\"]"));
        Assert.Equal(PacketError.TooManyAttachments, Decoded.Error($"5{new string('9', 400)}-[\"a\"]"));

        var decoder = new PacketDecoder(new PacketLimits { MaxAttachments = 300 });
        Assert.Equal(PacketError.None, decoder.AddText(Decoded.Utf8(Event(300)), out _, out _));
        Assert.True(decoder.IsAwaitingAttachments);

        Assert.Equal("too many attachments", PacketError.TooManyAttachments.ToReferenceText());
        Assert.Contains(nameof(PacketLimits.MaxAttachments), PacketError.TooManyAttachments.ToDescription(), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Spec", "PAR-009")]
    [Trait("Hostile", "I10")]
    [Trait("Hostile", "I11")]
    [InlineData("5")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("\"splice\"")]
    [InlineData("\"0\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[0]")]
    [InlineData("{\"num\":0}")]
    [InlineData("0.5")]
    [InlineData("1e9")]
    [InlineData("99999999999")]
    public void A_placeholder_names_an_attachment(string number)
    {
        var error = Decoded.Error($"51-[\"a\",{Zero},{{\"_placeholder\":true,\"num\":{number}}}]");

        Assert.Equal(PacketError.InvalidPlaceholder, error);
        Assert.Equal("illegal attachments", error.ToReferenceText());
    }

    [Theory]
    [Trait("Hostile", "I10")]
    [Trait("Hostile", "I13")]
    [Trait("Hostile", "I14")]
    [Trait("Hostile", "I16")]
    [InlineData("51-[\"a\",{\"_placeholder\":true},\"padding\"]", PacketError.InvalidPlaceholder)]
    [InlineData("51-[\"a\",{\"num\":0}]", PacketError.UnreferencedAttachment)]
    [InlineData("51-[\"a\"]", PacketError.UnreferencedAttachment)]
    [InlineData("51-[\"a\",{\"_placeholder\":\"true\",\"num\":0},\"padding, padding, padding\"]", PacketError.UnreferencedAttachment)]
    [InlineData("52-[\"a\"," + Zero + "," + Zero + "]", PacketError.UnreferencedAttachment)]
    [InlineData("52-[\"a\"," + One + "," + One + "]", PacketError.UnreferencedAttachment)]
    [InlineData("51-[" + Zero + "]", PacketError.InvalidEventName)]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":0,\"x\":" + Zero + "}]", PacketError.InvalidPlaceholder)]
    [InlineData("51-[\"a\",{\"x\":" + Zero + ",\"_placeholder\":true,\"num\":0}]", PacketError.InvalidPlaceholder)]
    [InlineData("51-[\"connect\"," + Zero + "]", PacketError.ReservedEventName)]
    [InlineData("51-{\"a\":" + Zero + "}", PacketError.InvalidPayload)]
    [InlineData("61-1" + Zero, PacketError.InvalidPayload)]
    public void Every_attachment_is_named_and_nothing_else(string text, PacketError expected) => Assert.Equal(expected, Decoded.Error(text));

    [Theory]
    [Trait("Hostile", "I12")]
    [Trait("Hostile", "I18")]
    [Trait("Hostile", "I19")]
    [Trait("Hostile", "I21")]
    [InlineData("51-[\"a\"," + Zero + "," + Zero + "]")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":0,\"x\":1},{\"x\":[{}],\"num\":0,\"_placeholder\":true}]")]
    [InlineData("51-[\"a\",{\"_placeh\\u006flder\":true,\"nu\\u006d\":0}," + Zero + "]")]
    [InlineData("51-[\"a\",{\"_placeholder\":false,\"_placeholder\":true,\"num\":7,\"num\":0}," + Zero + "]")]
    [InlineData("51-[\"a\", { \"num\" : -0 , \"_placeholder\" : true } ," + Zero + "]")]
    public void Several_placeholders_may_stand_for_one_attachment_and_may_hold_more(string text)
    {
        var arguments = Decoded.Binary(text, [1, 2]).Arguments;

        for (var i = 0; i < 2; i++)
        {
            Assert.True(arguments[i].IsBinary);
            Assert.Equal([1, 2], arguments.Get<byte[]>(i)!);
            Assert.Equal([1, 2], arguments.Get<ReadOnlyMemory<byte>>(i).ToArray());
            Assert.Equal([1, 2], arguments.Get<Memory<byte>>(i).ToArray());
            Assert.Equal([1, 2], arguments.Get<ArraySegment<byte>>(i).ToArray());
            Assert.Equal([1, 2], Assert.IsType<byte[]>(arguments.Get<object>(i)));
        }
    }

    [Fact]
    [Trait("Hostile", "I19")]
    [Trait("Hostile", "I21")]
    public void Objects_that_are_no_placeholders_are_data()
    {
        var arguments = Decoded.Binary(
            $"51-[\"a\",{{\"_placeholder\":\"true\",\"num\":0}},{{\"_placeholder\":1,\"num\":0}},{{\"__proto__\":{{\"p\":1}},\"b\":{Zero}}},{{\"_placeholder\":true,\"_placeholder\":false}}]",
            [1]).Arguments;

        Assert.False(arguments[0].IsBinary);
        Assert.False(arguments[1].IsBinary);
        Assert.False(arguments[2].IsBinary);
        Assert.False(arguments.TryGet<byte[]>(0, out _));
        Assert.Equal("{\"_placeholder\":1,\"num\":0}", arguments.Get<System.Text.Json.JsonElement>(1).GetRawText());
        Assert.Equal(1, arguments[2].GetJson().GetProperty("__proto__").GetProperty("p").GetInt32());
        Assert.True(arguments[2].TryGetBytes(arguments[2].GetJson().GetProperty("b"), out var bytes));
        Assert.Equal([1], bytes.ToArray());
        Assert.False(arguments[2].TryGetBytes(arguments[2].GetJson(), out _));
    }

    [Fact]
    [Trait("Hostile", "I17")]
    public void A_placeholder_in_a_plain_event_is_an_object_like_any_other()
    {
        var argument = Decoded.Text($"2[\"a\",{Zero}]").Arguments[0];

        Assert.False(argument.IsBinary);
        Assert.False(argument.TryGetBytes(argument.GetJson(), out _));
        Assert.Throws<ArgumentBindingException>(() => argument.Get<byte[]>());
        Assert.Equal(Zero, argument.GetJson().GetRawText());
        Assert.Equal($"42[\"a\",{Zero}]", Encoded.Event("a", argument).Text());
    }

    [Fact]
    [Trait("Spec", "PAR-009")]
    [Trait("Hostile", "I2")]
    [Trait("Hostile", "I23")]
    public void Binary_that_was_not_announced_is_refused()
    {
        var decoder = new PacketDecoder(PacketLimits.Default);

        Assert.Equal(PacketError.UnexpectedBinary, decoder.AddBinary(new byte[] { 1, 2, 3 }, out _, out var complete));
        Assert.False(complete);
        Assert.Equal(PacketError.UnexpectedBinary, decoder.AddBinary(default, out _, out _));
        Assert.Equal(PacketError.None, decoder.AddText(Decoded.Utf8("2[\"a\"]"), out _, out complete));
        Assert.True(complete);
        Assert.Equal(PacketError.UnexpectedBinary, decoder.AddBinary(new byte[] { 1 }, out _, out _));
        Assert.Equal("got binary data when not reconstructing a packet", PacketError.UnexpectedBinary.ToReferenceText());
    }

    [Fact]
    [Trait("Spec", "PAR-009")]
    [Trait("Hostile", "I6")]
    [Trait("Hostile", "I23")]
    public void Text_while_attachments_are_awaited_is_refused()
    {
        var decoder = new PacketDecoder(PacketLimits.Default);
        decoder.AddText(Decoded.Utf8($"52-[\"a\",{Zero},{One}]"), out _, out _);
        decoder.AddBinary(new byte[] { 1 }, out _, out _);

        Assert.Equal(PacketError.UnexpectedText, decoder.AddText(Decoded.Utf8("2[\"b\"]"), out _, out var complete));
        Assert.False(complete);
        Assert.False(decoder.IsAwaitingAttachments);
        Assert.Equal("got plaintext data when reconstructing a packet", PacketError.UnexpectedText.ToReferenceText());
    }

    [Fact]
    [Trait("Spec", "PAR-014")]
    [Trait("Spec", "PAR-015")]
    public void A_decoder_can_go_on_after_a_reset_and_after_a_refusal()
    {
        var decoder = new PacketDecoder(PacketLimits.Default);
        decoder.AddText(Decoded.Utf8($"51-[\"a\",{Zero}]"), out _, out _);

        decoder.Reset();

        Assert.Equal(PacketError.None, decoder.AddText(Decoded.Utf8("2[\"b\"]"), out var packet, out _));
        Assert.Equal("b", Decoded.From(packet).EventName);
        Assert.Equal(PacketError.InvalidAttachmentCount, decoder.AddText(Decoded.Utf8("50-[\"a\"]"), out _, out _));
        Assert.Equal(PacketError.None, decoder.AddText(Decoded.Utf8("2[\"c\"]"), out packet, out _));
        Assert.Equal("c", Decoded.From(packet).EventName);
    }

    [Fact]
    [Trait("Hostile", "I9")]
    public void The_size_of_a_packet_counts_its_attachments()
    {
        var text = $"52-[\"a\",{Zero},{One}]";
        var decoder = new PacketDecoder(new PacketLimits { MaxPacketBytes = text.Length + 100 });

        decoder.AddText(Decoded.Utf8(text), out _, out _);
        Assert.Equal(PacketError.None, decoder.AddBinary(new byte[60], out _, out _));
        Assert.Equal(PacketError.None, decoder.AddBinary(new byte[40], out _, out var complete));
        Assert.True(complete);

        decoder.AddText(Decoded.Utf8(text), out _, out _);
        Assert.Equal(PacketError.None, decoder.AddBinary(new byte[60], out _, out _));
        Assert.Equal(PacketError.PacketTooLarge, decoder.AddBinary(new byte[41], out _, out complete));
        Assert.False(complete);
        Assert.False(decoder.IsAwaitingAttachments);
    }
}
