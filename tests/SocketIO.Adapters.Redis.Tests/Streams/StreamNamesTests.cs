using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>Which stream a namespace is in, and what ids of entries are.</summary>
public sealed class StreamNamesTests
{
    [Fact]
    [Trait("Spec", "ADP-053")]
    public async Task Streams_are_chosen_as_JavaScript_does()
    {
        string[] namespaces = ["/", "/custom", "/chat", "/a-long-name-whose-hash-does-not-fit", "/straße", "/😀", .. Enumerable.Range(0, 200).Select(static i => $"/orders-{i}")];
        var hashes = await NodeScript.RunAsync<int[]>(
            """return input.map(require(process.env.NODE_PATH + "/@socket.io/redis-streams-adapter/dist/util.js").hashCode);""", namespaces);
        var options = new RedisStreamsAdapterOptions { StreamCount = 3, StreamName = "s" };

        foreach (var (ns, hash) in namespaces.Zip(hashes))
        {
            Assert.Equal(hash, StreamNames.Hash(ns));
            var theirs = $"s-{hash % 3}";
            Assert.Contains(StreamNames.Of(ns, options), new[] { "s-0", "s-1", "s-2" });
            Assert.Contains(theirs, new[] { StreamNames.Of(ns, options), StreamNames.OfJavaScript(ns, options) });
            Assert.Equal(hash % 3 < 0, StreamNames.OfJavaScript(ns, options) is not null);
        }

        Assert.Contains(hashes, static hash => hash % 3 < 0);
        Assert.Equal("socket.io", StreamNames.Of("/any", new RedisStreamsAdapterOptions()));
    }

    [Theory]
    [InlineData("1795307486128-0", true)]
    [InlineData("0-1", true)]
    [InlineData("8796093022207-1048575", true)]
    [InlineData("8796093022208-0", false)]
    [InlineData("1-1048576", false)]
    public void Ids_are_positions_and_the_other_way_round(string text, bool fits)
    {
        Assert.True(StreamId.TryParse(text, out var id));
        Assert.Equal(text, id.ToString());
        Assert.Equal(fits, id.Position > 0);
        Assert.True(!fits || StreamId.FromPosition(id.Position) == id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1")]
    [InlineData("1-")]
    [InlineData("-1")]
    [InlineData("+1-0")]
    [InlineData(" 1-0")]
    [InlineData("1-0-0")]
    [InlineData("99999999999999999999-0")]
    [InlineData("$")]
    public void What_is_no_id_is_none(string text) => Assert.False(StreamId.TryParse(text, out _));

    [Fact]
    public void Ids_are_in_order()
    {
        StreamId[] ids = [new(1, 0), new(1, 1), new(1, ulong.MaxValue), new(2, 0)];
        Assert.Equal(ids, ids.Reverse().Order());
        Assert.Equal(ids[1], ids[0].Next);
        Assert.Equal(ids[3], ids[2].Next);
    }
}
