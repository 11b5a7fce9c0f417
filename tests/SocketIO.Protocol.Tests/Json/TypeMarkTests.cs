using System.Text;

namespace SocketIO.Protocol.Tests;

/// <summary>What JSON has no type for is marked, for parsers that ask for it and for nobody else.</summary>
public sealed class TypeMarkTests
{
    private static readonly JsonArgumentSerializer _marking = new(marksTypes: true);

    public static TheoryData<object?, string, string> Values => new()
    {
        { DateTime.UnixEpoch, "\r", "\"1970-01-01T00:00:00.000Z\"" },
        { DateTimeOffset.UnixEpoch, "\r", "\"1970-01-01T00:00:00.000Z\"" },
        { double.NaN, "\r\r", "null" },
        { double.PositiveInfinity, "\r\r\r", "null" },
        { float.NegativeInfinity, "\r\r\r\r", "null" },
        { float.NaN, "\r\r", "null" },
        { 1.5, "", "1.5" },
        { 1.5f, "", "1.5" },
        { null, "", "null" },
        { "1970-01-01T00:00:00.000Z", "", "\"1970-01-01T00:00:00.000Z\"" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_marked_alone_and_within_others(object? value, string mark, string json)
    {
        Assert.Equal($"42[\"e\",{mark}{json}]", TextOf(_marking, value));
        Assert.Equal($"42[\"e\",{{\"v\":{mark}{json}}},[{mark}{json},0]]", TextOf(_marking, new { V = value }, new[] { value, 0 }));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void By_default_nothing_is_marked(object? value, string mark, string json)
    {
        Assert.InRange(mark.Length, 0, 4);
        Assert.Equal($"42[\"e\",{json},{{\"v\":{json}}}]", TextOf(JsonArgumentSerializer.Default, value, new { V = value }));
    }

    [Fact]
    public void A_received_value_keeps_its_mark_when_it_is_sent_on()
    {
        var arguments = Decoded.Text("2[\"e\",\r\"d\",\r\rnull,\r{\"a\":\r1},4]").Arguments;

        Assert.Equal("42[\"e\",\r\"d\",\r\rnull,\r{\"a\":\r1},4]", TextOf(JsonArgumentSerializer.Default, [.. arguments.Cast<object>()]));
        Assert.Equal("42[\"e\",{\"v\":\r\"d\"},\r\rnull]", TextOf(JsonArgumentSerializer.Default, new { V = arguments[0] }, arguments.Get<EventArgument>(1)));
    }

    [Fact]
    public void A_mark_is_no_part_of_the_value()
    {
        var arguments = Decoded.Text("2[\"e\",\r\"d\",\r\r1.5,\r[\r2]]").Arguments;

        Assert.Equal("\"d\"", Encoding.UTF8.GetString(arguments[0].RawJson.Span));
        Assert.Equal("d", arguments.Get<string>(0));
        Assert.Equal(1.5, arguments.Get<double>(1));
        Assert.Equal([2], arguments.Get<int[]>(2)!);

        var reader = arguments.GetReader();
        Assert.True(reader.TryRead<string>(JsonArgumentSerializer.Default, out var text));
        Assert.True(reader.TryRead<EventArgument>(JsonArgumentSerializer.Default, out var number));
        Assert.Equal(("d", 1.5), (text, number.Get<double>()));
        Assert.Equal("42[\"e\",\r\r1.5]", TextOf(JsonArgumentSerializer.Default, number));
    }

    [Fact]
    public void Marks_are_found()
    {
        var json = "[\r\rnull]"u8;

        Assert.Equal(TypeMark.NaN, TypeMark.Find(json, 3));
        Assert.Equal(0, TypeMark.Find(json, 0));
        Assert.Equal("\r\r", Encoding.UTF8.GetString(TypeMark.GetText(TypeMark.NaN)));
    }

    private static string TextOf(IArgumentSerializer serializer, params object?[] arguments)
    {
        var buffer = PacketBuffer.Rent();
        buffer.Write(PacketType.Event, "/", null, "e", arguments, serializer);
        var text = Encoding.UTF8.GetString(buffer.Text);
        buffer.Return();
        return text;
    }
}
