using System.Text;

namespace SocketIO.Client.Tests;

/// <summary>Names as strings, without a new one each time.</summary>
public sealed class NameCacheTests
{
    private readonly NameCache _names = new();

    private string Get(string name) => _names.Get(Encoding.UTF8.GetBytes(name));

    [Fact]
    public void A_name_is_the_same_string_each_time()
    {
        Assert.Same("/", Get("/"));
        Assert.Same(Get("chat message"), Get("chat message"));
        Assert.Equal("grüße 😀", Get("grüße 😀"));
        Assert.Equal("", Get(""));
    }

    [Fact]
    public void Names_that_share_a_place_are_told_apart()
    {
        for (var round = 0; round < 2; round++)
        {
            Assert.All(Enumerable.Range(0, 10_000), number => Assert.Equal($"name{number}", Get($"name{number}")));
        }
    }

    [Fact]
    public void The_bytes_may_change_afterwards()
    {
        var bytes = "abc"u8.ToArray();
        var name = _names.Get(bytes);
        bytes[0] = (byte)'x';
        Assert.Equal("abc", name);
        Assert.Same(name, Get("abc"));
        Assert.Equal("xbc", _names.Get(bytes));
    }
}
