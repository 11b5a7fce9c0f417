namespace SocketIO.Adapters.Tests;

/// <summary>What was sent twice is known, and what clients have got before it stood in the store.</summary>
public sealed class DuplicateFilterTests
{
    private readonly DuplicateFilter _filter = new();

    [Fact]
    public void A_number_is_new_once()
    {
        const long First = 1L << 32;

        foreach (var number in new[] { First, First + 1, First + 3, First + 2, First + 1000, First + 4, First + 5000 })
        {
            Assert.True(_filter.IsNew("a", number), $"{number}");
            Assert.False(_filter.IsNew("a", number), $"{number} again");
            Assert.True(_filter.IsNew("b", number), $"{number} of another");
        }

        Assert.Equal(First + 5000, _filter.LastOf("a"));
        Assert.False(_filter.IsNew("a", First + 7));
        Assert.True(_filter.IsNew("a", First + 4999));
        Assert.Equal(0, _filter.LastOf("c"));
    }

    [Fact]
    public void Random_numbers_within_reach_are_new_exactly_once()
    {
        var random = new Random(4711);
        var seen = new HashSet<long>();
        var last = 0L;

        for (var i = 0; i < 100_000; i++)
        {
            var number = Math.Max(1, last + random.Next(-1000, 20));
            Assert.Equal(seen.Add(number), _filter.IsNew("a", number));
            last = Math.Max(last, number);
        }
    }

    [Fact]
    public void Who_does_not_count_always_sends_something_new()
    {
        Assert.True(_filter.IsNew("a", 0));
        Assert.True(_filter.IsNew("a", 0));
        Assert.True(_filter.IsNew("a", -5));
    }

    [Fact]
    public void Many_senders_do_not_fill_the_memory()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Assert.True(_filter.IsNew($"{i}", 1));
        }

        Assert.True(_filter.IsNew("0", 1));
    }

    [Fact]
    public void What_is_ahead_of_the_store_is_part_of_the_offset_until_it_has_caught_up()
    {
        var ahead = DeliveredAhead.With(DeliveredAhead.With(null, "node-1", 5), "n.2", 7);
        var offset = new System.Text.StringBuilder("12-0");
        ahead!.AppendTo(offset);
        Assert.Equal("12-0~node-1.5~n.2.7", offset.ToString());

        Assert.True(DeliveredAhead.TrySplit(offset.ToString(), out var position, out var read));
        Assert.Equal("12-0", position);
        Assert.True(DeliveredAhead.Covers(read, "node-1", 5));
        Assert.True(DeliveredAhead.Covers(read, "n.2", 1));
        Assert.False(DeliveredAhead.Covers(read, "node-1", 6));
        Assert.False(DeliveredAhead.Covers(read, "other", 1));
        Assert.False(DeliveredAhead.Covers(read, "node-1", 0));

        _filter.IsNew("node-1", 5);
        var rest = DeliveredAhead.Without(read, _filter);
        Assert.False(DeliveredAhead.Covers(rest, "node-1", 5));
        Assert.True(DeliveredAhead.Covers(rest, "n.2", 7));
        _filter.IsNew("n.2", 8);
        Assert.Null(DeliveredAhead.Without(rest, _filter));
    }

    [Theory]
    [InlineData("12-0", true, "12-0")]
    [InlineData("", true, "")]
    [InlineData("~a.1", true, "")]
    [InlineData("12~", false, "12")]
    [InlineData("12~a", false, "12")]
    [InlineData("12~.5", false, "12")]
    [InlineData("12~a.-5", false, "12")]
    [InlineData("12~a.99999999999999999999", false, "12")]
    public void Offsets_are_taken_apart(string offset, bool isOne, string position)
    {
        Assert.Equal(isOne, DeliveredAhead.TrySplit(offset, out var text, out _));
        Assert.Equal(position, text);
    }

    [Fact]
    public void An_offset_without_end_is_none() => Assert.False(DeliveredAhead.TrySplit(new string('~', 1 << 20), out _, out _));
}
