namespace SocketIO.Protocol.Tests;

public sealed class PacketDecoderTests
{
    [Theory]
    [Trait("Spec", "PAR-001")]
    [Trait("Spec", "PAR-002")]
    [Trait("Spec", "PAR-003")]
    [Trait("Spec", "PAR-018")]
    [InlineData("0", PacketType.Connect, "/", null, "", "")]
    [InlineData("0/custom", PacketType.Connect, "/custom", null, "", "")]
    [InlineData("0/custom,", PacketType.Connect, "/custom", null, "", "")]
    [InlineData("0/admin,{\"sid\":\"x\"}", PacketType.Connect, "/admin", null, "", "{\"sid\":\"x\"}")]
    [InlineData("0{\"token\":1}", PacketType.Connect, "/", null, "", "{\"token\":1}")]
    [InlineData("0/a b?c=d#\u00e9,{}", PacketType.Connect, "/a b?c=d#\u00e9", null, "", "{}")]
    [InlineData("1", PacketType.Disconnect, "/", null, "", "")]
    [InlineData("1/admin,", PacketType.Disconnect, "/admin", null, "", "")]
    [InlineData("1/admin", PacketType.Disconnect, "/admin", null, "", "")]
    [InlineData("4{\"message\":\"Not authorized\"}", PacketType.ConnectError, "/", null, "", "{\"message\":\"Not authorized\"}")]
    [InlineData("4\"err\"", PacketType.ConnectError, "/", null, "", "\"err\"")]
    [InlineData("2[\"foo\"]", PacketType.Event, "/", null, "foo", "[\"foo\"]")]
    [InlineData("2/admin,[\"bar\"]", PacketType.Event, "/admin", null, "bar", "[\"bar\"]")]
    [InlineData("212[\"foo\"]", PacketType.Event, "/", 12L, "foo", "[\"foo\"]")]
    [InlineData("2/admin,13[\"delete\",7]", PacketType.Event, "/admin", 13L, "delete", "[\"delete\",7]")]
    [InlineData("3/admin,13[\"bar\"]", PacketType.Ack, "/admin", 13L, "", "[\"bar\"]")]
    [InlineData("313[]", PacketType.Ack, "/", 13L, "", "[]")]
    [InlineData("3[]", PacketType.Ack, "/", null, "", "[]")]
    public void Decodes(string text, PacketType type, string ns, long? ackId, string eventName, string payload)
    {
        var packet = Decoded.Text(text);

        Assert.Equal(type, packet.Type);
        Assert.Equal(ns, packet.Namespace);
        Assert.Equal(ackId, packet.AckId);
        Assert.Equal(eventName, packet.EventName);
        Assert.Equal(payload, packet.Payload);
    }

    [Theory]
    [InlineData("2[\"a\"]", "")]
    [InlineData("2[ \"a\" ]", "")]
    [InlineData("2[\"a\",1]", "1")]
    [InlineData("2[\"a\" , 1 , [2,[3]] , {\"x\":[1,\"]}\\\"\"]} ,null] ", "1|[2,[3]]|{\"x\":[1,\"]}\\\"\"]}|null")]
    [InlineData("2[7,true,\"x\\\\\"]", "true|\"x\\\\\"")]
    [InlineData("31[]", "")]
    [InlineData("31[ ]", "")]
    [InlineData("31[\n\"x\"\t,\r[]]", "\"x\"|[]")]
    [InlineData("31[[\"first\",\"nested\"],2]", "[\"first\",\"nested\"]|2")]
    [InlineData("31[{\"a\":[1,2]},2]", "{\"a\":[1,2]}|2")]
    [InlineData("0{\"a\":1}", "{\"a\":1}")]
    [InlineData("4\"err\"", "\"err\"")]
    [InlineData("0", "")]
    public void Knows_where_the_arguments_are(string text, string expected)
    {
        var arguments = Decoded.Text(text).Arguments;

        Assert.Equal(expected, string.Join('|', arguments.Select(a => System.Text.Encoding.UTF8.GetString(a.RawJson.Span))));
        Assert.Equal(expected.Length == 0 ? 0 : expected.Split('|').Length, arguments.Count);
    }

    [Theory]
    [Trait("Spec", "PAR-009")]
    [Trait("Spec", "PAR-011")]
    [Trait("Hostile", "B21")]
    [Trait("Hostile", "H1")]
    [Trait("Hostile", "H2")]
    [Trait("Hostile", "H25")]
    [Trait("Hostile", "I15")]
    [InlineData("", PacketError.UnknownType)]
    [InlineData(" ", PacketError.UnknownType)]
    [InlineData("7", PacketError.UnknownType)]
    [InlineData("9[]", PacketError.UnknownType)]
    [InlineData("a", PacketError.UnknownType)]
    [InlineData("/", PacketError.UnknownType)]
    [InlineData("\u0662[\"a\"]", PacketError.UnknownType)]
    [InlineData("2", PacketError.MissingPayload)]
    [InlineData("21", PacketError.MissingPayload)]
    [InlineData("2/a", PacketError.MissingPayload)]
    [InlineData("2/a,1", PacketError.MissingPayload)]
    [InlineData("3", PacketError.MissingPayload)]
    [InlineData("31", PacketError.MissingPayload)]
    [InlineData("4", PacketError.MissingPayload)]
    [InlineData("51-", PacketError.MissingPayload)]
    [InlineData("61-", PacketError.MissingPayload)]
    public void Refuses_what_is_no_packet(string text, PacketError expected) => Assert.Equal(expected, Decoded.Error(text));

    [Theory]
    [Trait("Spec", "PAR-010")]
    [Trait("Spec", "PAR-012")]
    [Trait("Hostile", "G9")]
    [Trait("Hostile", "G13")]
    [Trait("Hostile", "G18")]
    [Trait("Hostile", "H3")]
    [Trait("Hostile", "H26")]
    [InlineData("0admin,")]
    [InlineData("0[]")]
    [InlineData("0\"abc\"")]
    [InlineData("0null")]
    [InlineData("0{bad")]
    [InlineData("0/a,[]")]
    [InlineData("1{}")]
    [InlineData("1[]")]
    [InlineData("1/admin,[]")]
    [InlineData("1\"x\"")]
    [InlineData("4[]")]
    [InlineData("4null")]
    [InlineData("4true")]
    [InlineData("2{\"a\":1}")]
    [InlineData("2\"a\"")]
    [InlineData("2[\"a\"")]
    [InlineData("2[\"a\"]x")]
    [InlineData("2[\"a\"][]")]
    [InlineData("2[\"a\",]")]
    [InlineData("2[,\"a\"]")]
    [InlineData("2[\"a\",,1]")]
    [InlineData("2[\"a\" 1]")]
    [InlineData("2[\"a\"/**/]")]
    [InlineData("2NaN")]
    [InlineData("2[\"a\",NaN]")]
    [InlineData("2[\"a\",Infinity]")]
    [InlineData("2[\"a\",undefined]")]
    [InlineData("2[\"a\",tru]")]
    [InlineData("2[\"a\",nul]")]
    [InlineData("2[\"a\",True]")]
    [InlineData("2[\"a\",'x']")]
    [InlineData("2[\"a\",01]")]
    [InlineData("2[\"a\",1.]")]
    [InlineData("2[\"a\",.5]")]
    [InlineData("2[\"a\",+1]")]
    [InlineData("2[\"a\",-]")]
    [InlineData("2[\"a\",1e]")]
    [InlineData("2[\"a\",1e+]")]
    [InlineData("2[\"a\",0x10]")]
    [InlineData("2[\"a\",\"\\x\"]")]
    [InlineData("2[\"a\",\"\\u12\"]")]
    [InlineData("2[\"a\",\"\\u12g4\"]")]
    [InlineData("2[\"a\",\"\\u+123\"]")]
    [InlineData("2[\"a\",\"\\")]
    [InlineData("2[\"a\",\"\\\"]")]
    [InlineData("2[\"a\",\"\n\"]")]
    [InlineData("2[\"a\",\"\t\"]")]
    [InlineData("2[\"a\",{]")]
    [InlineData("2[\"a\",{\"k\"}]")]
    [InlineData("2[\"a\",{\"k\":}]")]
    [InlineData("2[\"a\",{\"k\":1,}]")]
    [InlineData("2[\"a\",{,}]")]
    [InlineData("2[\"a\",{k:1}]")]
    [InlineData("2[\"a\",{1:1}]")]
    [InlineData("2[\"a\",[}]")]
    [InlineData("2[\"a\"}")]
    [InlineData("2[\"a\",\u00a0]")]
    [InlineData("2[\u000b\"a\"]")]
    [InlineData("3{}")]
    [InlineData("31{}")]
    [InlineData("31\"x\"")]
    [InlineData("31[")]
    public void Refuses_an_invalid_payload(string text)
    {
        var error = Decoded.Error(text);

        Assert.Equal(PacketError.InvalidPayload, error);
        Assert.Equal("invalid payload", error.ToReferenceText());
    }

    [Fact]
    [Trait("Hostile", "G15")]
    public void The_data_of_a_connect_packet_is_bounded()
    {
        static string Connect(int bytes) => $"0{{\"t\":\"{new string('x', bytes - 8)}\"}}";

        Assert.Equal(PacketError.None, Decoded.Error(Connect(16_384)));
        Assert.Equal(PacketError.AuthTooLarge, Decoded.Error(Connect(16_385)));
        Assert.Equal(PacketError.None, Decoded.Error(Connect(16_385), new PacketLimits { MaxAuthBytes = 16_385 }));
        Assert.Contains(nameof(PacketLimits.MaxAuthBytes), PacketError.AuthTooLarge.ToDescription(), StringComparison.Ordinal);
        Assert.Equal(PacketError.PayloadTooDeep, Decoded.Error("0{\"a\":" + new string('[', 1000) + new string(']', 1000) + "}"));
    }

    [Fact]
    [Trait("Hostile", "G14")]
    public void Auth_data_is_plain_data()
    {
        var auth = Decoded.Text("0{\"__proto__\":{\"a\":1},\"token\":\"x\"}").Arguments;

        Assert.Equal("x", auth.Get<Auth>(0)!.Token);
        Assert.Equal(1, auth[0].GetJson().GetProperty("__proto__").GetProperty("a").GetInt32());
    }

    [Fact]
    [Trait("Spec", "PAR-009")]
    public void Errors_have_the_words_of_the_reference()
    {
        Assert.Equal("unknown packet type 9", PacketError.UnknownType.ToReferenceText("9"u8));
        Assert.Equal("unknown packet type NaN", PacketError.UnknownType.ToReferenceText("x"u8));
        Assert.Equal("Illegal attachments", PacketError.InvalidAttachmentCount.ToReferenceText());
        Assert.Equal("too many attachments", PacketError.TooManyAttachments.ToReferenceText());
        Assert.Equal("illegal attachments", PacketError.InvalidPlaceholder.ToReferenceText());
        Assert.Equal("got plaintext data when reconstructing a packet", PacketError.UnexpectedText.ToReferenceText());
        Assert.Equal("got binary data when not reconstructing a packet", PacketError.UnexpectedBinary.ToReferenceText());
        Assert.All(Enum.GetValues<PacketError>(), e => Assert.NotEqual(e.ToString(), e.ToDescription()));
    }

    private sealed record Auth(string Token);
}
