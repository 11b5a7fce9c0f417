using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocketIO.Protocol.MessagePack.Tests;

/// <summary>What .NET values become, and what received values are bound to.</summary>
public sealed class ValueTests
{
    public static TheoryData<object?, string> Sent => new()
    {
        { null, "c0" },
        { new DateTime(2023, 11, 14, 22, 13, 20, 123, DateTimeKind.Utc), "d7000000018bcfe5687b" },
        { new DateTime(2023, 11, 14, 22, 13, 20, 123, DateTimeKind.Unspecified), "d7000000018bcfe5687b" },
        { new DateTime(2023, 11, 14, 22, 13, 20, 123, DateTimeKind.Utc).AddTicks(9999), "d7000000018bcfe5687b" },
        { new DateTimeOffset(2023, 11, 15, 0, 13, 20, 123, TimeSpan.FromHours(2)), "d7000000018bcfe5687b" },
        { DateTime.UnixEpoch.AddTicks(-1), "d700ffffffffffffffff" },
        { DateTime.MinValue, "d700ffffc77cedd32800" },
        { new { When = DateTime.UnixEpoch }, "81a47768656ed7000000000000000000" },
        { new DateTime?[] { DateTime.UnixEpoch, null }, "92d7000000000000000000c0" },
        { "1970-01-01T00:00:00.000Z", "b8313937302d30312d30315430303a30303a30302e3030305a" },
        { new byte[] { 1, 2 }, "c4020102" },
        { new ReadOnlyMemory<byte>([1, 2]), "c4020102" },
        { new { Data = new ArraySegment<byte>([1, 2]) }, "81a464617461c4020102" },
        { double.NaN, "cb7ff8000000000000" },
        { float.NegativeInfinity, "cbfff0000000000000" },
        { new[] { double.PositiveInfinity, 0.5 }, "92cb7ff0000000000000cb3fe0000000000000" },
        { 1.0, "01" },
        { -0.0, "00" },
        { 1.0m, "01" },
        { 3.5f, "cb400c000000000000" },
        { 1e300, "cb7e37e43c8800759c" },
        { ulong.MaxValue, "cfffffffffffffffff" },
        { long.MinValue, "d38000000000000000" },
        { UInt128.One << 64, "cb43f0000000000000" },
        { int.MinValue, "d280000000" },
        { 'x', "a178" },
        { "a\"\\\n\u0001\u20ac\ud83d\ude00", "ac61225c0a01e282acf09f9880" },
        { "\ud800x", "a4efbfbd78" },
        { new string('é', 16), "d920" + string.Concat(Enumerable.Repeat("c3a9", 16)) },
        { JsonNode.Parse("""{"b":[1e2,-0.0,"\u0041"],"a":{}}"""), "82a162936400a141a16180" },
        { Array.Empty<int>(), "90" },
    };

    [Theory]
    [MemberData(nameof(Sent))]
    public void A_value_is_sent_as(object? value, string hex)
        => Assert.Equal(hex, Convert.ToHexStringLower(Codec.DataOf(Codec.Encode("e", value))[3..]));

    [Fact]
    public void A_date_binds_to_dates_and_text()
    {
        var arguments = Codec.Decode(Codec.Event([0xd7, 0, 0, 0, 0x01, 0x8b, 0xcf, 0xe5, 0x68, 0x7b])).Arguments;

        Assert.Equal(new DateTime(2023, 11, 14, 22, 13, 20, 123, DateTimeKind.Utc), arguments.Get<DateTime>(0));
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, 123, TimeSpan.Zero), arguments.Get<DateTimeOffset>(0));
        Assert.Equal("2023-11-14T22:13:20.123Z", arguments.Get<string>(0));
        Assert.Equal("2023-11-14T22:13:20.123Z", arguments.Get<JsonElement>(0).GetString());
        Assert.Equal(new DateTime(2023, 11, 14, 22, 13, 20, 123, DateTimeKind.Utc), arguments.Get<EventArgument>(0).Get<DateTime?>());
    }

    [Fact]
    public void A_date_that_dotnet_has_no_value_for_goes_on_as_it_came()
    {
        byte[] year10000 = [0xd7, 0, 0, 0, 0xe6, 0x77, 0xd2, 0x1f, 0xdc, 0];

        var packet = Codec.Decode(Codec.Event(year10000));

        Assert.Throws<ArgumentBindingException>(() => packet.Arguments.Get<DateTime>(0));
        Assert.Equal(year10000, Codec.DataOf(packet.Echo())[3..]);
    }

    [Fact]
    public void Undefined_and_numbers_that_are_not_finite_bind_as_null()
    {
        var arguments = Codec.Decode(Codec.Event([0xd4, 0, 0], [0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0])).Arguments;

        Assert.Null(arguments.Get<string>(0));
        Assert.Null(arguments.Get<int?>(0));
        Assert.Equal(JsonValueKind.Null, arguments.Get<JsonElement>(0).ValueKind);
        Assert.Null(arguments.Get<double?>(1));
    }

    [Theory]
    [InlineData("cb3ff0000000000000", 1)]
    [InlineData("ca40000000", 2)]
    [InlineData("cc03", 3)]
    [InlineData("cb8000000000000000", 0)]
    [InlineData("d2fffffffc", -4)]
    public void A_number_without_a_fraction_binds_to_integers(string hex, int value)
    {
        var arguments = Codec.Decode(Codec.Event(Convert.FromHexString(hex))).Arguments;

        Assert.Equal(value, arguments.Get<int>(0));
        Assert.Equal(value, arguments.Get<long>(0));
        Assert.Equal(value, arguments.Get<double>(0));
    }

    [Fact]
    public void Integers_keep_all_their_digits()
    {
        var arguments = Codec.Decode(Codec.Event(Convert.FromHexString("cfffffffffffffffff"), Convert.FromHexString("d38000000000000001"))).Arguments;

        Assert.Equal(ulong.MaxValue, arguments.Get<ulong>(0));
        Assert.Equal(long.MinValue + 1, arguments.Get<long>(1));
    }

    [Theory]
    [InlineData("ca3dcccccd")]
    [InlineData("ca3f800000")]
    [InlineData("cb3ff0000000000000")]
    [InlineData("cb8000000000000000")]
    [InlineData("cb4340000000000001")]
    [InlineData("cb7e37e43c8800759c")]
    [InlineData("cb0000000000000001")]
    [InlineData("cfffffffffffffffff")]
    [InlineData("d40000")]
    [InlineData("d50001ff")]
    [InlineData("d405ff")]
    [InlineData("d8ff000102030405060708090a0b0c0d0e0f")]
    [InlineData("c70305010203")]
    [InlineData("c700ff")]
    [InlineData("c70000")]
    [InlineData("c70800" + "0102030405060708")]
    [InlineData("c400")]
    [InlineData("82a161d40000a162d7000000000000000000")]
    [InlineData("93c70100" + "07" + "c40107" + "d40107")]
    [InlineData("92d40000cb7ff8000000000000")]
    public void What_json_cannot_say_goes_on_as_it_came(string hex)
    {
        var value = Convert.FromHexString(hex);
        var packet = Codec.Decode(Codec.Event([1], value));

        Assert.Equal(hex, Convert.ToHexStringLower(Codec.DataOf(packet.Echo())[4..]));

        // Within another value, after having been kept, and read as one argument of several.
        var reader = packet.Arguments.GetReader();
        Assert.True(reader.TrySkip());
        Assert.True(reader.TryRead<EventArgument>(Codec.Serializer, out var argument));
        Assert.Equal("81a176" + hex, Convert.ToHexStringLower(Codec.DataOf(Codec.Encode("e", new { V = argument }))[3..]));
        Assert.True(packet.Arguments.GetReader().TrySkip());
    }

    [Fact]
    public void Binary_data_is_bound_wherever_it_is()
    {
        var arguments = Codec.Decode(Codec.Encode("e", new byte[] { 1 }, new { Parts = new[] { new byte[] { 2 }, [3] } })).Arguments;

        Assert.Equal([1], arguments.Get<byte[]>(0));
        Assert.Equal([3], arguments.Get<Dictionary<string, byte[][]>>(1)!["parts"][1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Arrays_and_maps_of_any_length_stand_within_each_other(int length)
    {
        byte[] array = [.. Header(0x90, 0xdc, length), .. Enumerable.Repeat((byte)7, length)];
        byte[] map = [.. Header(0x80, 0xde, length), .. Enumerable.Range(0, length).SelectMany(Pair)];
        byte[] outer = [.. Header(0x90, 0xdc, 17), .. Enumerable.Repeat((byte)1, 13), .. array, 0x82, 0xa1, (byte)'a', .. map, 0xa1, (byte)'b', .. array, .. map, 0x92, .. array, 2];

        var packet = Codec.Decode(Codec.Event(outer, array));

        Assert.Equal(Convert.ToHexString([.. outer, .. array]), Convert.ToHexString(Codec.DataOf(packet.Echo())[3..]));

        static byte[] Pair(int i) => [0xa5, .. System.Text.Encoding.ASCII.GetBytes($"{i:D5}"), 0x91, 8];

        static byte[] Header(byte fix, byte in16Bits, int length) => length switch
        {
            < 16 => [(byte)(fix | length)],
            < 65_536 => [in16Bits, (byte)(length >> 8), (byte)length],
            _ => [(byte)(in16Bits + 1), (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length],
        };
    }

    [Fact]
    public void Keys_that_are_not_strings_become_strings()
    {
        byte[] map = [0x84, 1, 0xa1, (byte)'a', 0xff, 0xa1, (byte)'b', 0xc0, 0xa1, (byte)'c', 0xc3, 0xa1, (byte)'d'];

        var value = Codec.Decode(Codec.Event(map)).Arguments.Get<Dictionary<string, string>>(0)!;

        Assert.Equal(["1=a", "-1=b", "null=c", "true=d"], value.Select(p => $"{p.Key}={p.Value}"));
    }

    [Fact]
    public void What_is_said_when_a_client_joins_may_hold_binary_data_as_text()
    {
        byte[] connect = [0x83, 0xa4, .. "type"u8, 0, 0xa3, .. "nsp"u8, 0xa1, (byte)'/', 0xa4, .. "data"u8, 0x81, 0xa1, (byte)'k', 0xc4, 3, 1, 2, 3];

        Assert.Equal("""{"k":"AQID"}""", Codec.Decode(connect).Payload);
    }
}
