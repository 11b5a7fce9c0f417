using System.Text;

namespace SocketIO.Client.Tests;

/// <summary>What a server says of the session comes from the network.</summary>
public sealed class ServerHandshakeTests
{
    private static ServerHandshake? Parse(string json) => ServerHandshake.TryParse(Encoding.UTF8.GetBytes(json));

    [Fact]
    [Trait("Spec", "CLI-077")]
    [Trait("Spec", "T-26")]
    public void It_keeps_the_id_the_intervals_and_the_limit()
    {
        var handshake = Parse("""{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000,"more":{}}""")!;
        Assert.Equal(("abc", 25.0, 20.0, 1_000_000L), (handshake.Sid, handshake.PingInterval.TotalSeconds, handshake.PingTimeout.TotalSeconds, handshake.MaxPayload!.Value));
        Assert.Equal(["websocket"], handshake.Upgrades);
    }

    [Fact]
    [Trait("Spec", "T-25")]
    [Trait("Spec", "T-115")]
    public void Servers_before_4_5_announce_no_limit()
    {
        var handshake = Parse("""{"sid":"Lbo5JLzTotvW3g2LAAAA","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}""")!;
        Assert.Null(handshake.MaxPayload);
    }

    [Theory]
    [Trait("Hostile", "M1")]
    [InlineData("{bad")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("\"x\"")]
    [InlineData("""{"sid":""}""")]
    [InlineData("""{"sid":5,"pingInterval":1,"pingTimeout":1}""")]
    [InlineData("""{"sid":"","pingInterval":1,"pingTimeout":1}""")]
    [InlineData("""{"sid":"a","pingInterval":1}""")]
    [InlineData("""{"sid":"a","pingTimeout":1}""")]
    [InlineData("""{"sid":"a","pingInterval":1,"pingTimeout":1""")]
    [InlineData("""{"sid":"a","pingInterval":1,"pingTimeout":1}x""")]
    [InlineData("""{"sid":"a","pingInterval":1,"pingTimeout":1}{}""")]
    [InlineData("""{"sid":"\ud800","pingInterval":1,"pingTimeout":1}""")]
    [InlineData("\u0000")]
    public void What_is_no_handshake_is_refused(string json) => Assert.Null(Parse(json));

    [Fact]
    [Trait("Hostile", "M1")]
    public void Deep_nesting_and_bytes_that_are_no_text_are_refused()
    {
        Assert.Null(Parse($$"""{"sid":"a","pingInterval":1,"pingTimeout":1,"x":{{new string('[', 100_000)}}"""));
        Assert.Null(ServerHandshake.TryParse([(byte)'{', 0xff, 0xfe]));
    }

    [Theory]
    [Trait("Hostile", "M2")]
    [InlineData("-1", 0.1)]
    [InlineData("0", 0.1)]
    [InlineData("99.9", 0.1)]
    [InlineData("100", 0.1)]
    [InlineData("25000", 25)]
    [InlineData("1e300", 86400)]
    [InlineData("1e999", 86400)]
    [InlineData("-1e999", 0.1)]
    [InlineData("86400001", 86400)]
    public void Intervals_are_clamped(string milliseconds, double seconds)
    {
        var handshake = Parse($$"""{"sid":"a","upgrades":[],"pingInterval":{{milliseconds}},"pingTimeout":{{milliseconds}}}""")!;
        Assert.Equal((seconds, seconds), (handshake.PingInterval.TotalSeconds, handshake.PingTimeout.TotalSeconds));
    }

    [Theory]
    [Trait("Hostile", "M2")]
    [InlineData("\"x\"")]
    [InlineData("\"25000\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Intervals_that_are_no_numbers_are_refused(string value)
    {
        Assert.Null(Parse($$"""{"sid":"a","upgrades":[],"pingInterval":{{value}},"pingTimeout":1}"""));
        Assert.Null(Parse($$"""{"sid":"a","upgrades":[],"pingInterval":1,"pingTimeout":{{value}}}"""));
    }

    [Theory]
    [Trait("Hostile", "M3")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"websocket\"")]
    [InlineData("[]")]
    [InlineData("""[1,null,[],{}]""")]
    [InlineData("""["__proto__","x","polling "]""")]
    public void Upgrades_are_names_that_are_known(string upgrades) => Assert.Empty(Parse($$"""{"sid":"a","upgrades":{{upgrades}},"pingInterval":1,"pingTimeout":1}""")!.Upgrades);

    [Fact]
    [Trait("Hostile", "M3")]
    public void Known_upgrades_are_found_among_others()
        => Assert.Equal(["websocket"], Parse("""{"sid":"a","upgrades":["__proto__","websocket","webtransport"],"pingInterval":1,"pingTimeout":1}""")!.Upgrades);

    [Theory]
    [Trait("Hostile", "M19")]
    [InlineData("1", 1L)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1.5", null)]
    [InlineData("1e300", null)]
    [InlineData("\"5\"", null)]
    [InlineData("9007199254740993", 9007199254740993L)]
    public void A_limit_is_a_positive_number(string value, long? limit) => Assert.Equal(limit, Parse($$"""{"sid":"a","pingInterval":1,"pingTimeout":1,"maxPayload":{{value}}}""")!.MaxPayload);
}
