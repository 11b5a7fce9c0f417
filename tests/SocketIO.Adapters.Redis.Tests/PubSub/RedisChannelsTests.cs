namespace SocketIO.Adapters.Redis.Tests.PubSub;

public sealed class RedisChannelsTests
{
    [Fact]
    [Trait("Spec", "ADP-030")]
    public void Channels_have_the_names_that_JavaScript_servers_use()
    {
        var channels = new RedisChannels("socket.io", "/chat");

        Assert.Equal("socket.io#/chat#", (string)channels.Broadcast([])!);
        Assert.Equal("socket.io#/chat#room1#", (string)channels.Broadcast(["room1"])!);
        Assert.Equal("socket.io#/chat#", (string)channels.Broadcast(["room1", "room2"])!);
        Assert.Equal("socket.io#/chat#*", (string)channels.AllBroadcasts!);
        Assert.Equal("socket.io-request#/chat#", (string)channels.Request!);
        Assert.Equal("socket.io-response#/chat#", (string)channels.Response!);
        Assert.Equal("socket.io-response#/chat#abcdef#", (string)channels.ResponseTo("abcdef")!);
    }

    [Theory]
    [Trait("Hostile", "L11")]
    [InlineData("a*", "/[x]?\\", "a\\*#/\\[x\\]\\?\\\\#*")]
    [InlineData("a#b", "/", "a#b#/#*")]
    public void What_means_something_in_a_pattern_means_itself(string key, string ns, string pattern)
        => Assert.Equal(pattern, (string)new RedisChannels(key, ns).AllBroadcasts!);

    [Theory]
    [Trait("Spec", "ADP-031")]
    [InlineData("k#/#", "")]
    [InlineData("k#/#room#", "room")]
    [InlineData("k#/#a#b#", "a#b")]
    [InlineData("k#/#room", null)]
    [InlineData("k#/chat#", null)]
    [InlineData("other", null)]
    public void The_room_is_in_the_channel(string channel, string? room)
    {
        Assert.Equal(room is not null, new RedisChannels("k", "/").TryGetRoom(channel, out var found));
        Assert.Equal(room ?? string.Empty, found);
    }
}
