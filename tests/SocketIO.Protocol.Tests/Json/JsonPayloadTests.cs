using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocketIO.Protocol.Tests;

public sealed class JsonPayloadTests
{
    [Theory]
    [Trait("Hostile", "H9")]
    [InlineData("2[\"a\",{\"k\":1,\"k\":2}]")]
    [InlineData("2[\"a\",{\"k\":1,\"\\u006b\":2}]")]
    public void The_last_of_several_equal_keys_wins_whatever_it_is_read_as(string text)
    {
        var argument = Decoded.Text(text).Arguments[0];

        Assert.Equal(2, argument.GetJson().GetProperty("k").GetInt32());
        Assert.Equal(2, argument.Get<Dictionary<string, int>>()!["k"]);
        Assert.Equal(2, argument.Get<Keyed>()!.K);
        Assert.Equal(2, (int)argument.Get<JsonNode>()!["k"]!);
        Assert.Equal(2, (int)argument.Get<JsonObject>()!["k"]!);
    }

    [Fact]
    [Trait("Hostile", "H9")]
    public void Nodes_are_read_at_once_at_any_depth()
    {
        var arguments = Decoded.Text("2[\"a\",{\"value\":{\"x\":[{\"k\":1,\"k\":{\"d\":null,\"d\":true}}]}}]").Arguments;

        var node = arguments.Get<Holder<JsonNode>>(0)!.Value!;

        Assert.Equal("{\"x\":[{\"k\":{\"d\":true}}]}", node.ToJsonString());
        Assert.True((bool)node["x"]![0]!["k"]!["d"]!);
    }

    [Theory]
    [Trait("Hostile", "H10")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e999999999999")]
    [InlineData("17976931348623159e292")]
    public void Numbers_that_no_double_can_hold_are_refused(string number)
    {
        Assert.Equal(PacketError.NumberOutOfRange, Decoded.Error($"2[\"a\",{number}]"));
        Assert.Equal(PacketError.NumberOutOfRange, Decoded.Error($"2[\"a\",{{\"x\":[{number}]}}]"));
        Assert.Equal(PacketError.NumberOutOfRange, Decoded.Error($"31[{number}]"));
        Assert.Equal(PacketError.NumberOutOfRange, Decoded.Error($"0{{\"x\":{number}}}"));
    }

    [Fact]
    [Trait("Hostile", "H10")]
    [Trait("Hostile", "H16")]
    public void A_number_of_many_digits_is_judged_by_its_value()
    {
        Assert.Equal(PacketError.None, Decoded.Error($"2[\"a\",{new string('9', 300)}]"));
        Assert.Equal(PacketError.NumberOutOfRange, Decoded.Error($"2[\"a\",{new string('9', 400)}]"));
        Assert.Equal(PacketError.None, Decoded.Error($"2[\"a\",0.{new string('9', 1_000_000)}]"));
        Assert.Equal(PacketError.NumberOutOfRange, Decoded.Error($"2[\"a\",{new string('9', 1_000_000)}]"));
    }

    [Theory]
    [Trait("Hostile", "H10")]
    [Trait("Hostile", "H11")]
    [InlineData("1.7976931348623157e308", 1.7976931348623157e308)]
    [InlineData("-1e308", -1e308)]
    [InlineData("5e-324", 5e-324)]
    [InlineData("1e-400", 0d)]
    [InlineData("-0", 0d)]
    [InlineData("123456789012345678901234567890", 123456789012345678901234567890d)]
    public void Every_finite_number_is_delivered_and_can_be_sent_back(string number, double expected)
    {
        var arguments = Decoded.Text($"2[\"a\",{number}]").Arguments;

        Assert.Equal(expected, arguments.Get<double>(0));
        Assert.Equal($"42[\"a\",{number}]", Encoded.Event("a", arguments[0]).Text());
        Assert.StartsWith("42[\"a\",", Encoded.Event("a", arguments.Get<double>(0), arguments.Get<JsonElement>(0), arguments.Get<object>(0)).Text(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Hostile", "H11")]
    public void A_number_that_does_not_fit_is_a_binding_failure()
    {
        var arguments = Decoded.Text("2[\"a\",123456789012345678901234567890,1.5,99999999999]").Arguments;

        Assert.False(arguments.TryGet<long>(0, out _));
        Assert.False(arguments.TryGet<int>(1, out _));
        Assert.False(arguments.TryGet<int>(2, out _));
        Assert.False(arguments.TryGet<byte>(2, out _));
        Assert.True(arguments.TryGet<long>(2, out var number));
        Assert.Equal(99999999999, number);
    }

    [Theory]
    [Trait("Hostile", "H12")]
    [InlineData("\\ud800", "\ufffd")]
    [InlineData("\\udfff", "\ufffd")]
    [InlineData("\\ud83d\\ude00", "\ud83d\ude00")]
    [InlineData("\\ude00\\ud83d", "\ufffd\ufffd")]
    [InlineData("\\ud83d\\ud83d\\ude00", "\ufffd\ud83d\ude00")]
    [InlineData("\\uD83Dx\\uDE00", "\ufffdx\ufffd")]
    [InlineData("\\\\ud800\\ud800", "\\ud800\ufffd")]
    public void Lone_surrogates_are_replaced_at_once(string json, string expected)
    {
        var arguments = Decoded.Text($"2[\"a\",\"{json}\",{{\"{json}\":\"{json}\"}}]").Arguments;

        Assert.Equal(expected, arguments.Get<string>(0));
        Assert.Equal(expected, arguments.Get<JsonElement>(0).GetString());
        Assert.Equal(expected, arguments.Get<JsonNode>(0)!.GetValue<string>());
        Assert.Equal(expected, arguments.Get<object>(0)!.ToString());
        Assert.Equal(new Dictionary<string, string> { [expected] = expected }, arguments.Get<Dictionary<string, string>>(1));
        Assert.Equal(expected, Decoded.Text($"2[\"{json}\"]").EventName);
        Assert.Equal(expected, Decoded.Text($"31[\"{json}\"]").Arguments.Get<string>(0));
        Assert.Equal(expected, Decoded.Text($"0{{\"x\":\"{json}\"}}").Arguments[0].GetJson().GetProperty("x").GetString());
    }

    [Theory]
    [Trait("Hostile", "B25")]
    [InlineData("ff")]
    [InlineData("fffe")]
    [InlineData("c080")]
    [InlineData("c1bf")]
    [InlineData("eda080")]
    [InlineData("edbfbf")]
    [InlineData("f4908080")]
    [InlineData("80")]
    [InlineData("e282")]
    [InlineData("f09f98")]
    public void Bytes_that_are_not_UTF_8_are_refused(string hex)
    {
        byte[] bytes = [.. "2[\"a\",\""u8, .. Convert.FromHexString(hex), .. "\"]"u8];

        Assert.Equal(PacketError.InvalidUtf8, Decoded.Error(bytes));
        Assert.Equal(PacketError.InvalidUtf8, Decoded.Error([.. "0/"u8, .. Convert.FromHexString(hex), (byte)',']));
    }

    [Theory]
    [Trait("Hostile", "H13")]
    [InlineData("2[\"a\0b\"]")]
    [InlineData("2[\"a\",\"\u001f\"]")]
    public void Control_characters_must_be_escaped(string text) => Assert.Equal(PacketError.InvalidPayload, Decoded.Error(text));

    [Fact]
    [Trait("Hostile", "H13")]
    public void Escaped_control_characters_are_delivered()
        => Assert.Equal("a\0b\u001f\u007f\ufeff", Decoded.Text("2[\"x\",\"a\\u0000b\\u001f\u007f\ufeff\"]").Arguments.Get<string>(0));

    [Theory]
    [Trait("Hostile", "H15")]
    [Trait("Hostile", "I22")]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Nesting_ends_at_the_limit(char open, char close)
    {
        var key = open == '{' ? "\"k\":" : "";
        string Nested(int depth) => $"2[\"a\",{string.Concat(Enumerable.Repeat(open + key, depth - 2))}{open}{new string(close, depth - 1)}]";

        Assert.Equal(PacketError.None, Decoded.Error(Nested(64)));
        Assert.Equal(PacketError.PayloadTooDeep, Decoded.Error(Nested(65)));
        Assert.Equal(PacketError.PayloadTooDeep, Decoded.Error(Nested(10_000)));
        Assert.Equal(PacketError.PayloadTooDeep, Decoded.Error($"51-[\"a\",{new string('[', 100_000)}"));
        Assert.Equal(PacketError.None, Decoded.Error(Nested(1000), new PacketLimits { MaxJsonDepth = 1000 }));
        Assert.Equal(PacketError.PayloadTooDeep, Decoded.Error(Nested(1001), new PacketLimits { MaxJsonDepth = 1000 }));
        Assert.Contains(nameof(PacketLimits.MaxJsonDepth), PacketError.PayloadTooDeep.ToDescription(), StringComparison.Ordinal);

        // What is deep enough to be accepted can be read.
        Assert.Equal(open == '[' ? JsonValueKind.Array : JsonValueKind.Object, Decoded.Text(Nested(64)).Arguments.Get<JsonElement>(0).ValueKind);
        Assert.NotNull(Decoded.Text(Nested(64)).Arguments.Get<JsonNode>(0));
    }

    [Fact]
    [Trait("Hostile", "H16")]
    [Trait("Hostile", "H17")]
    [Trait("Hostile", "H18")]
    public void Large_packets_of_any_shape_are_read()
    {
        Assert.Equal(new string('A', 170_000), Decoded.Text($"2[\"a\",\"{string.Concat(Enumerable.Repeat("\\u0041", 170_000))}\"]").Arguments.Get<string>(0));
        Assert.Equal(500_000, Decoded.Text($"2[\"a\",[{string.Join(',', Enumerable.Repeat("{}", 500_000))}]]").Arguments.Get<JsonElement>(0).GetArrayLength());
        Assert.Equal(1, Decoded.Text($"2[\"a\",{new string(' ', 1_000_000)}1]").Arguments.Get<int>(0));
        Assert.Equal(900_000, Decoded.Text($"2[\"{new string('n', 900_000)}\"]").EventName.Length);
        Assert.Equal(50_000, Decoded.Text($"2[\"a\",{{{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"k{i}\":{i}"))}}}]").Arguments.Get<Dictionary<string, int>>(0)!.Count);
        Assert.Equal(300_000, Decoded.Text($"2[\"a\",{string.Join(',', Enumerable.Repeat("1", 300_000))}]").Arguments.Count);
    }

    [Fact]
    public void Limits_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketLimits { MaxJsonDepth = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketLimits { MaxJsonDepth = 1025 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketLimits { MaxAttachments = 100_000 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketLimits { MaxAttachments = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketLimits { MaxPacketBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketLimits { MaxNamespaceLength = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketLimits { MaxAuthBytes = -1 });
    }

    [Fact]
    public void A_packet_larger_than_the_limit_is_refused()
    {
        var limits = new PacketLimits { MaxPacketBytes = 20 };

        Assert.Equal(PacketError.None, Decoded.Error("2[\"012345678901234\"]", limits));
        Assert.Equal(PacketError.PacketTooLarge, Decoded.Error("2[\"0123456789012345\"]", limits));
        Assert.Contains(nameof(PacketLimits.MaxPacketBytes), PacketError.PacketTooLarge.ToDescription(), StringComparison.Ordinal);
    }

    private sealed record Keyed(int K);

    private sealed record Holder<T>(T? Value);
}
