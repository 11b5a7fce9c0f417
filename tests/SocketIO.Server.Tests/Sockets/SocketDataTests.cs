using System.Text.Json;

namespace SocketIO.Server.Tests;

public sealed class SocketDataTests
{
    private readonly SocketData _data = new();

    [Fact]
    [Trait("Spec", "SRV-050")]
    public void Values_keep_the_order_in_which_they_were_first_set()
    {
        _data["z"] = 1;
        _data["a"] = "two";
        _data["z"] = 3;
        _data.Add("n", null);

        Assert.Equal("""{"z":3,"a":"two","n":null}""", JsonSerializer.Serialize(_data));
        Assert.Equal(["z", "a", "n"], _data.Keys);
        Assert.Equal(3, _data.Count);
        Assert.Null(_data["unknown"]);
        Assert.Equal(3, _data.Get<int>("z"));
        Assert.Equal(0, _data.Get<int>("a"));
        Assert.True(_data.ContainsKey("n"));
        Assert.False(_data.ContainsKey("N"));
        Assert.Throws<ArgumentException>(() => _data.Add("z", 4));
    }

    [Fact]
    public void Values_can_be_removed_and_an_enumeration_is_a_snapshot()
    {
        _data["a"] = 1;
        _data["b"] = 2;

        foreach (var (key, _) in _data)
        {
            Assert.True(_data.Remove(key));
        }

        Assert.Empty(_data);
        Assert.False(_data.Remove("a"));
        _data["c"] = 3;
        _data.Clear();
        Assert.Equal("{}", JsonSerializer.Serialize(_data));
    }

    [Fact]
    public void Threads_do_not_lose_each_others_values()
    {
        Parallel.For(0, 200, i => _data[$"k{i}"] = i);

        Assert.Equal(200, _data.Count);
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(i, _data[$"k{i}"]));
    }
}
