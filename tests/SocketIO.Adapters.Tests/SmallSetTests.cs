namespace SocketIO.Adapters.Tests;

public sealed class SmallSetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    public void Holds_what_was_added_in_that_order(int count)
    {
        var items = Enumerable.Range(0, count).Select(i => i.ToString()).ToArray();
        var set = default(SmallSet<string>);

        foreach (var item in items)
        {
            Assert.True(set.Add(item));
            Assert.False(set.Add(item));
        }

        Assert.Equal(count, set.Count);
        Assert.Equal(items, set.ToArray());
        Assert.All(items, item => Assert.True(set.Contains(item)));
        Assert.False(set.Contains("another"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    public void Forgets_what_was_removed(int count)
    {
        var items = Enumerable.Range(0, count).Select(i => i.ToString()).ToList();
        var set = default(SmallSet<string>);
        items.ForEach(item => set.Add(item));
        var random = new Random(1);

        while (items.Count > 0)
        {
            var index = random.Next(items.Count);
            Assert.True(set.Remove(items[index]));
            Assert.False(set.Remove(items[index]));
            items.RemoveAt(index);

            Assert.Equal(items.Count, set.Count);
            Assert.Equal(items.Order(), set.ToArray().Order());
        }

        Assert.True(set.Add("again"));
        Assert.Equal(["again"], set.ToArray());
    }
}
