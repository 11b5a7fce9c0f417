namespace SocketIO.Protocol.Tests;

public sealed class EventNameTests
{
    [Theory]
    [Trait("Spec", "PAR-010")]
    [Trait("Spec", "PAR-012")]
    [Trait("Hostile", "H3")]
    [Trait("Hostile", "H4")]
    [InlineData("2[]")]
    [InlineData("2[ ]")]
    [InlineData("2[null]")]
    [InlineData("2[true]")]
    [InlineData("2[[\"a\"]]")]
    [InlineData("2[{\"toString\":\"foo\"}]")]
    [InlineData("2[1.5,\"x\"]")]
    [InlineData("2[1.0]")]
    [InlineData("2[1e3]")]
    [InlineData("2[-1.5]")]
    [InlineData("2[123456789012345678901234567890]")]
    public void An_event_name_is_a_string_or_an_integer(string text)
    {
        Assert.Equal(PacketError.InvalidEventName, Decoded.Error(text));
        Assert.Equal("invalid payload", PacketError.InvalidEventName.ToReferenceText());
    }

    [Theory]
    [Trait("Spec", "PAR-016")]
    [Trait("Hostile", "H4")]
    [Trait("Hostile", "H5")]
    [Trait("Hostile", "H7")]
    [Trait("Hostile", "H8")]
    [Trait("Hostile", "H13")]
    [InlineData("2[1,\"a\"]", "1")]
    [InlineData("2[-7]", "-7")]
    [InlineData("2[0]", "0")]
    [InlineData("2[-0]", "0")]
    [InlineData("2[\"\",\"x\"]", "")]
    [InlineData("2[\"error\",\"x\"]", "error")]
    [InlineData("2[\"connection\"]", "connection")]
    [InlineData("2[\"__proto__\"]", "__proto__")]
    [InlineData("2[\"constructor\"]", "constructor")]
    [InlineData("2[\"toString\"]", "toString")]
    [InlineData("2[\"hasOwnProperty\"]", "hasOwnProperty")]
    [InlineData("2[\"Connect\"]", "Connect")]
    [InlineData("2[\"a\\u0000b\"]", "a\0b")]
    [InlineData("2[\"\\b\\f\\n\\r\\t\\\"\\\\\\/\\u00e9\\ud83d\\ude00\"]", "\b\f\n\r\t\"\\/\u00e9\ud83d\ude00")]
    [InlineData("2[\"h\u00e9 \ud83d\ude00\"]", "h\u00e9 \ud83d\ude00")]
    public void Event_names_are_unescaped_and_any_but_the_reserved_are_good(string text, string expected)
        => Assert.Equal(expected, Decoded.Text(text).EventName);

    [Theory]
    [Trait("Spec", "PAR-010")]
    [Trait("Hostile", "H6")]
    [InlineData("connect")]
    [InlineData("connect_error")]
    [InlineData("disconnect")]
    [InlineData("disconnecting")]
    [InlineData("newListener")]
    [InlineData("removeListener")]
    public void Reserved_names_are_refused_in_both_directions(string name)
    {
        Assert.Equal(PacketError.ReservedEventName, Decoded.Error($"2[\"{name}\"]"));
        Assert.Equal(PacketError.ReservedEventName, Decoded.Error($"2[\"\\u00{(int)name[0]:x2}{name[1..]}\"]"));
        Assert.Equal(PacketError.ReservedEventName, Decoded.Error($"51-[\"{name}\",{{\"_placeholder\":true,\"num\":0}}]"));
        Assert.Equal("invalid payload", PacketError.ReservedEventName.ToReferenceText());

        var exception = Assert.Throws<ArgumentException>(() => ReservedEvents.ThrowIfReserved(name));
        Assert.Equal($"\"{name}\" is a reserved event name", exception.Message);

        // An acknowledgement may well say so.
        Assert.Equal(PacketError.None, Decoded.Error($"31[\"{name}\"]"));
        ReservedEvents.ThrowIfReserved(name + "x");
    }
}
