using System.Diagnostics;
using System.Text;
using SocketIO.Tests;

namespace SocketIO.Protocol.Tests;

/// <summary>
/// Input of n bytes costs time and memory in proportion to n. Memory is counted; time is compared with that of a tenth of the input,
/// with so much tolerance that only a quadratic algorithm fails.
/// </summary>
public sealed class LinearTests
{
    private const int Large = 1_000_000;

    [Theory]
    [Trait("Hostile", "I5")]
    [Trait("Hostile", "H21")]
    [InlineData("5")]
    [InlineData("2")]
    [InlineData("3")]
    [InlineData("51-")]
    public void A_megabyte_of_digits_in_the_header_is_refused_without_allocating(string prefix)
    {
        var text = Encoding.ASCII.GetBytes(prefix + new string('9', Large) + "-[\"a\"]");
        var decoder = new PacketDecoder(PacketLimits.Default);
        var error = PacketError.None;

        Assert.Equal(0, Allocated.PerRun(() => error = decoder.AddText(text, out _, out _), runs: 1));
        Assert.True(error is PacketError.TooManyAttachments or PacketError.AckIdOutOfRange, $"{error}");
    }

    [Fact]
    [Trait("Hostile", "I5")]
    public void Nothing_is_allocated_from_a_declared_number_of_attachments()
    {
        var decoder = new PacketDecoder(new PacketLimits { MaxAttachments = 99_999 });
        var text = "599999-[\"a\",{\"_placeholder\":true,\"num\":0}]"u8.ToArray();
        var error = PacketError.None;

        Assert.Equal(0, Allocated.PerRun(() => error = decoder.AddText(text, out _, out _), runs: 1));
        Assert.Equal(PacketError.UnreferencedAttachment, error);
    }

    public static TheoryData<string, string, string, string> Shapes => new()
    {
        { "escapes", "2[\"a\",\"", "\\u0041", "\"]" },
        { "lone surrogates", "2[\"a\",\"", "\\ud800", "\"]" },
        { "quotes", "2[\"a\",\"", "\\\"", "\"]" },
        { "empty objects", "2[\"a\",[0", ",{}", "]]" },
        { "spaces", "2[\"a\"", " ", "]" },
        { "arguments", "2[\"a\"", ",1", "]" },
        { "digits", "2[\"a\",1.", "1", "]" },
        { "keys", "2[\"a\",{\"k\":0", ",\"k\":0", "}]" },
        { "name", "2[\"", "\\n", "\"]" },
        { "namespace", "2/", "a", ",[\"a\"]" },
        { "unclosed", "2[\"a\",\"", "x", "" },
        { "placeholders", "51-[\"a\"", ",{\"_placeholder\":true,\"num\":0}", "]" },
        { "keys in a binary packet", "51-[\"a\",{\"_placeholder\":true,\"num\":0},{\"k\":0", ",\"k\":{}", "}]" },
    };

    [Theory]
    [Trait("Hostile", "B27")]
    [Trait("Hostile", "H16")]
    [MemberData(nameof(Shapes))]
    public void Large_payloads_cost_in_proportion_to_their_size(string shape, string head, string repeated, string tail)
    {
        var large = Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat(repeated, Large / repeated.Length)) + tail);
        var small = Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat(repeated, Large / 10 / repeated.Length)) + tail);

        var (smallTime, _) = Cost(small);
        var (largeTime, largeBytes) = Cost(large);

        // A quadratic algorithm takes a hundred times as long.
        Assert.True(largeTime < (smallTime * 50) + TimeSpan.FromMilliseconds(50), $"{shape}: {smallTime} for {small.Length} bytes, {largeTime} for {large.Length}");
        Assert.InRange(largeBytes, 0, 8L * large.Length);
    }

    [Fact]
    [Trait("Hostile", "B27")]
    public void A_polling_body_of_many_packets_is_read_in_one_pass_without_allocating()
    {
        var body = Encoding.ASCII.GetBytes(string.Join('\u001e', Enumerable.Repeat("42[1]", 100_000)));
        var count = 0;

        Assert.Equal(0, Allocated.PerRun(() => count = ReadAll(body), runs: 1));
        Assert.Equal(100_000, count);
    }

    private static int ReadAll(byte[] body)
    {
        var reader = new EnginePayloadReader(body);
        var count = 0;

        while (reader.TryRead(out _))
        {
            count++;
        }

        return count;
    }

    private static (TimeSpan Time, long Bytes) Cost(byte[] text)
    {
        var time = TimeSpan.MaxValue;
        var bytes = long.MaxValue;

        for (var i = 0; i < 5; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(text);
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
            var elapsed = Stopwatch.GetElapsedTime(started);
            time = elapsed < time ? elapsed : time;
        }

        return (time, bytes);
    }

    private static void Run(byte[] text)
    {
        var decoder = new PacketDecoder(PacketLimits.Default);
        var error = decoder.AddText(text, out var packet, out var complete);

        if (error is PacketError.None && !complete)
        {
            decoder.AddBinary(new byte[1], out packet, out complete);
        }

        if (!complete)
        {
            return;
        }

        var reader = new ArgumentReader(packet);

        while (reader.TrySkip())
        {
        }

        var arguments = packet.ToArguments(JsonArgumentSerializer.Default);

        if (arguments.Count > 0)
        {
            _ = arguments[arguments.Count - 1].RawJson;
        }
    }
}
