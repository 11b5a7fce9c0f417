using System.Text;
using System.Text.Json.Nodes;
using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>Whatever somebody puts into our streams, channels and keys: nothing throws, and what is no message is none.</summary>
public sealed class StreamsFuzzTests
{
    private static readonly byte[][] Recorded =
    [
        .. File.ReadLines(Checkout.PathTo("tests", "SocketIO.Adapters.Redis.Tests", "Captures", "redis-streams.ndjson"))
            .Select(static line => JsonNode.Parse(line)!)
            .Select(static line => (string?)line["kind"] switch
            {
                "xadd" => Encoding.UTF8.GetBytes((string?)line["fields"]!["data"] ?? string.Empty),
                "publish" => Convert.FromBase64String((string)line["b64"]!),
                _ => [],
            })
            .Where(static bytes => bytes.Length > 0),
    ];

    [Fact]
    [Trait("Hostile", "L10")]
    public void A_hundred_thousand_broken_messages_do_not_throw()
    {
        var random = new Random(4711);
        var understood = 0;

        for (var i = 0; i < 100_000; i++)
        {
            var bytes = Break(random);
            var entry = StreamEntry.Of(new StreamId(1, 0), "uid", "/", $"{random.Next(-1, 15)}", bytes);
            understood += StreamEntryCodec.Read(entry, JsonArgumentSerializer.Default) is null ? 0 : 1;
            understood += StreamEntryCodec.ReadMessagePack(bytes, JsonArgumentSerializer.Default) is null ? 0 : 1;
        }

        // Some are messages all the same; most are not.
        Assert.InRange(understood, 1000, 100_000);
    }

    [Theory]
    [Trait("Hostile", "L10")]
    [InlineData("3", "")]
    [InlineData("3", "{")]
    [InlineData("3", "{}")]
    [InlineData("3", "{\"packet\":{\"data\":[]},\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{}}}")]
    [InlineData("3", "{\"packet\":{\"data\":{}},\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{}}}")]
    [InlineData("3", "{\"packet\":{\"data\":[\"e\"]},\"opts\":7}")]
    [InlineData("3", "3A==")]
    [InlineData("3", "!!!!")]
    [InlineData("3", "3f////8=")]
    [InlineData("3", "xv////8=")]
    [InlineData("4", "{\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{}}}")]
    [InlineData("7", "{\"opts\":{}}")]
    [InlineData("9", "{\"packet\":[]}")]
    [InlineData("0", "{}")]
    [InlineData("14", "{}")]
    [InlineData("", "{}")]
    [InlineData("3.5", "{}")]
    [InlineData("99999999999", "{}")]
    [Trait("Spec", "ADP-052")]
    public void What_lacks_something_is_no_message(string type, string data)
        => Assert.Null(StreamEntryCodec.Read(StreamEntry.Of(new StreamId(1, 0), "uid", "/", type, Encoding.UTF8.GetBytes(data)), JsonArgumentSerializer.Default));

    [Fact]
    [Trait("Hostile", "L10")]
    public void What_is_too_deep_is_no_message()
    {
        var json = "{\"packet\":{\"data\":[\"e\"," + new string('[', 100_000) + new string(']', 100_000) + "]},\"opts\":{}}";
        Assert.Null(StreamEntryCodec.Read(StreamEntry.Of(new StreamId(1, 0), "uid", "/", "3", Encoding.UTF8.GetBytes(json)), JsonArgumentSerializer.Default));
        Assert.Null(StreamEntryCodec.ReadMessagePack([.. Enumerable.Repeat((byte)0x91, 100_000), 0xc0], JsonArgumentSerializer.Default));
    }

    private static byte[] Break(Random random)
    {
        var bytes = Recorded[random.Next(Recorded.Length)].ToArray();

        switch (random.Next(4))
        {
            case 0:
                random.NextBytes(bytes);
                return bytes;

            case 1:
                return bytes[..random.Next(bytes.Length)];

            case 2:
                return [.. bytes[..random.Next(bytes.Length)], .. Recorded[random.Next(Recorded.Length)]];

            default:
                for (var i = random.Next(1, 5); i > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
        }
    }
}
