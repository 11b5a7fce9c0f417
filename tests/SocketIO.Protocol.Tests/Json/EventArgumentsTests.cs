using System.Text;
using System.Text.Json;

namespace SocketIO.Protocol.Tests;

public sealed class EventArgumentsTests
{
    private const string Binary = "53-[\"a\",{\"_placeholder\":true,\"num\":0},{\"x\":{\"_placeholder\":true,\"num\":2},\"y\":[{\"num\":1,\"_placeholder\":true}]},\"s\"]";

    [Fact]
    public void Arguments_outlive_the_buffer_that_they_came_in()
    {
        var buffer = Decoded.Utf8("2[\"a\",\"text\",{\"k\":[1,2]},3]");
        new PacketDecoder(PacketLimits.Default).AddText(buffer, out var packet, out _);
        var arguments = packet.ToArguments(JsonArgumentSerializer.Default);

        Array.Fill(buffer, (byte)'!');

        Assert.Equal(3, arguments.Count);
        Assert.Equal(3, arguments.Get<int>(2));
        Assert.Equal("text", arguments.Get<string>(0));
        Assert.Equal([1, 2], arguments.Get<Dictionary<string, int[]>>(1)!["k"]);
        Assert.Equal(["\"text\"", "{\"k\":[1,2]}", "3"], arguments.Select(a => Encoding.UTF8.GetString(a.RawJson.Span)));
        Assert.Equal("text", arguments[0].Get<string>());
    }

    [Fact]
    public void A_missing_argument_or_one_of_another_type_says_which()
    {
        var arguments = Decoded.Text("2[\"a\",\"x\"]").Arguments;

        var missing = Assert.Throws<ArgumentBindingException>(() => arguments.Get<int>(1));
        Assert.Equal((1, typeof(int)), (missing.Index, missing.ExpectedType));
        var other = Assert.Throws<ArgumentBindingException>(() => arguments[0].Get<Dictionary<string, int>>());
        Assert.Equal((0, typeof(Dictionary<string, int>)), (other.Index, other.ExpectedType));
        Assert.IsType<JsonException>(other.InnerException);
        Assert.DoesNotContain("\"x\"", other.Message, StringComparison.Ordinal);

        Assert.False(arguments.TryGet<string>(-1, out _));
        Assert.False(arguments.TryGet<string>(1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => arguments[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => arguments[-1]);
    }

    [Fact]
    public void Empty_arguments_and_a_default_argument_are_harmless()
    {
        Assert.Empty(EventArguments.Empty);
        Assert.Same(EventArguments.Empty, Decoded.Text("2[\"a\"]").Arguments);
        Assert.Equal(0, EventArguments.Empty.GetReader().Remaining);

        var nothing = default(EventArgument);
        Assert.False(nothing.IsBinary);
        Assert.Equal(JsonValueKind.Null, nothing.GetJson().ValueKind);
        Assert.Throws<ArgumentBindingException>(() => nothing.Get<string>());
        Assert.Equal("42[\"a\",null]", Encoded.Event("a", nothing).Text());
    }

    [Fact]
    public void A_received_argument_is_sent_on_byte_for_byte()
    {
        const string json = "{ \"z\" : 1.50 , \"a\" : [ 1e3, \"\\u0041\\/\" ] }";
        var argument = Decoded.Text($"2[\"a\",{json}]").Arguments[0];

        Assert.Equal($"42[\"b\",{json}]", Encoded.Event("b", argument).Text());
        Assert.Equal($"42[\"b\",{{\"inner\":{json}}}]", Encoded.Event("b", new { inner = argument }).Text());
        Assert.Equal($"42[\"b\",[{json}]]", Encoded.Event("b", Decoded.Text($"2[\"a\",{json}]").Arguments).Text());
    }

    [Fact]
    public void A_received_argument_takes_its_attachments_along_under_new_numbers()
    {
        var arguments = Decoded.Binary(Binary, [0], [1, 1], [2, 2, 2]).Arguments;

        var packet = Encoded.Event("b", new byte[] { 9 }, arguments[1], new { c = arguments[0] }, arguments[2]);

        Assert.Equal(
            "454-[\"b\",{\"_placeholder\":true,\"num\":0},{\"x\":{\"_placeholder\":true,\"num\":1},\"y\":[{\"_placeholder\":true,\"num\":2}]},{\"c\":{\"_placeholder\":true,\"num\":3}},\"s\"]",
            packet.Text());
        Assert.Equal([[9], [2, 2, 2], [1, 1], [0]], packet.Attachments.ToArray().Select(a => a.ToArray()));
        Assert.Equal("42[\"b\",\"s\"]", Encoded.Event("b", arguments[2]).Text());

        // What was sent on is a valid packet again.
        Assert.Equal(4, Decoded.Binary(packet.Text()[1..], [.. packet.Attachments.ToArray().Select(a => a.ToArray())]).Arguments.Count);
    }

    [Fact]
    public void Bytes_are_found_from_the_argument_and_from_its_parts()
    {
        var arguments = Decoded.Binary(Binary, [0], [1, 1], [2, 2, 2]).Arguments;

        Assert.True(arguments[0].TryGetBytes(out var bytes));
        Assert.Equal([0], bytes.ToArray());
        Assert.False(arguments[1].TryGetBytes(out _));
        var json = arguments[1].GetJson();
        Assert.True(arguments[1].TryGetBytes(json.GetProperty("x"), out bytes));
        Assert.Equal([2, 2, 2], bytes.ToArray());
        Assert.True(arguments[1].TryGetBytes(json.GetProperty("y")[0], out bytes));
        Assert.Equal([1, 1], bytes.ToArray());
        Assert.False(arguments[1].TryGetBytes(json, out _));
        Assert.False(arguments[1].TryGetBytes(default, out _));
    }

    [Fact]
    public void An_argument_can_be_received_within_an_object_and_sent_on()
    {
        var holder = Decoded.Binary("51-[\"a\",{\"value\":{\"k\":{\"_placeholder\":true,\"num\":0}}}]", [5]).Arguments.Get<Holder>(0)!;

        Assert.Equal([5], holder.Value.Get<Dictionary<string, byte[]>>()!["k"]);
        Assert.Equal("451-[\"b\",{\"k\":{\"_placeholder\":true,\"num\":0}}]", Encoded.Event("b", holder.Value).Text());

        // Without a packet around it there are no attachments to refer to.
        Assert.Equal("{\"value\":{\"k\":{\"_placeholder\":true,\"num\":0}}}", JsonSerializer.Serialize(holder, JsonArgumentSerializer.Default.Options));
    }

    [Fact]
    public void Arguments_can_be_read_from_several_threads()
    {
        var arguments = Decoded.Text($"31[{string.Join(',', Enumerable.Range(0, 1000))}]").Arguments;

        Parallel.For(0, 1000, i => Assert.Equal(i, arguments.Get<int>(i)));
    }

    private sealed record Holder(EventArgument Value);
}
