using System.Diagnostics;
using System.Text;
using SocketIO.Tests;

namespace SocketIO.Protocol.Tests;

/// <summary>
/// Bodies of Engine.IO v3 say how long their packets are. Whatever they say, each byte is looked at once: nothing is allocated, and ten times the body takes
/// nothing like a hundred times as long.
/// </summary>
public sealed class LinearV3Tests
{
    private const int Large = 999_999;

    public static TheoryData<string, string, string, bool> Shapes => new()
    {
        { "pings", "", "1:2", false },
        { "empty payloads", "", "0:", false },
        { "characters", "", "3:4é€", false },
        { "surrogate pairs", "", "3:4😀", false },
        { "base64", "", "6:b4AQID", false },
        { "digits without a colon", "", "9", false },
        { "zeros without a colon", "", "0", false },
        { "colons", "", ":", false },
        { "one long text", "999000:4", "x", false },
        { "one long text of long characters", "300000:4", "é", false },
        { "one text that is too short", "999999:4", "x", false },
        { "one text of long characters that is too short", "999990:4", "é", false },
        { "binary pings", "", "\0\u0001\u00ff2", true },
        { "empty lengths", "", "\0\u00ff", true },
        { "digits without an end", "\u0001", "\u0009", true },
        { "end marks", "", "\u00ff", true },
    };

    [Theory]
    [Trait("Hostile", "F4")]
    [Trait("Hostile", "F6")]
    [Trait("Hostile", "F7")]
    [Trait("Hostile", "F11")]
    [MemberData(nameof(Shapes))]
    public void Large_bodies_cost_in_proportion_to_their_size(string shape, string head, string repeated, bool isBinary)
    {
        var encoding = isBinary ? Encoding.Latin1 : Encoding.UTF8;
        var large = encoding.GetBytes(head + string.Concat(Enumerable.Repeat(repeated, Large / repeated.Length)));
        var small = encoding.GetBytes(head + string.Concat(Enumerable.Repeat(repeated, Large / 10 / repeated.Length)));

        Assert.Equal(0, Allocated.PerRun(() => Run(large, isBinary), runs: 1));
        Assert.True(Time(large, isBinary) < (Time(small, isBinary) * 50) + TimeSpan.FromMilliseconds(50), shape);
    }

    [Fact]
    [Trait("Hostile", "F7")]
    public void Three_hundred_thousand_packets_are_read()
        => Assert.Equal(333_000, Run(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1:2", 333_000))), isBinary: false));

    [Fact]
    [Trait("Hostile", "F6")]
    [Trait("Hostile", "F10")]
    public void A_length_has_at_most_ten_digits()
    {
        Assert.Equal(1, Run("0000000001:2"u8.ToArray(), isBinary: false));
        Assert.Equal(0, Run("00000000001:2"u8.ToArray(), isBinary: false));
        Assert.Equal(1, Run([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, (byte)'2'], isBinary: true));
        Assert.Equal(0, Run([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, (byte)'2'], isBinary: true));
    }

    private static TimeSpan Time(byte[] body, bool isBinary)
    {
        var least = TimeSpan.MaxValue;

        for (var i = 0; i < 5; i++)
        {
            var copy = body.ToArray();
            var started = Stopwatch.GetTimestamp();
            Run(copy, isBinary);
            var elapsed = Stopwatch.GetElapsedTime(started);
            least = elapsed < least ? elapsed : least;
        }

        return least;
    }

    private static int Run(byte[] body, bool isBinary)
    {
        var count = 0;

        for (var reader = new EnginePayloadReaderV3(body, isBinary); reader.TryRead(out _); reader = new EnginePayloadReaderV3(body, isBinary, reader.Position))
        {
            count++;
        }

        return count;
    }
}
