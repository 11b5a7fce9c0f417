using System.Text.Json;
using Xunit;

namespace SocketIO.Adapters.Specification;

/// <content>What is done with sockets of other servers, and what is known of them.</content>
public abstract partial class AdapterSpecification
{
    [Fact]
    public async Task Sockets_of_all_servers_are_found()
    {
        var (a, b, _) = await OneEachAsync();
        a.Data = new Dictionary<string, object?> { ["name"] = "Ann", ["n"] = 1 };
        b.Data = new Dictionary<string, object?> { ["name"] = "Bob", ["list"] = new[] { 1, 2 }, ["bin"] = new byte[] { 7, 8 } };
        await Nodes[1].Adapter.JoinAsync(b, ["room", "other"]);

        var found = (await Nodes[0].Adapter.FetchSocketsAsync(Target.Everyone, timeout: null, CancellationToken.None)).OrderBy(static socket => socket.Id).ToArray();

        Assert.Equal(["a", "b", "c"], found.Select(static socket => socket.Id));
        Assert.Equal(["b", "other", "room"], found[1].Rooms.Order());
        Assert.Equal("Bob", ((JsonElement)found[1].Data["name"]!).GetString());
        Assert.Equal("[1,2]", ((JsonElement)found[1].Data["list"]!).GetRawText());
        Assert.Equal([7, 8], Assert.IsType<byte[]>(found[1].Data["bin"]));
        Assert.Equal("the specification", found[1].Handshake.Headers["user-agent"]);
        Assert.Equal("polling", found[1].Handshake.Query["transport"]);
        Assert.Equal("123", found[1].Handshake.Auth.GetProperty("token").GetString());
        Assert.Equal(1_500_000_000_123, found[1].Handshake.Issued);
        Assert.Equal("127.0.0.1", found[1].Handshake.Address);
        Assert.True(found[1].Handshake.Secure);
        Assert.False(found[1].Handshake.Xdomain);
    }

    [Fact]
    public async Task Sockets_are_found_by_room_and_exception()
    {
        await Nodes[0].AddAsync("a", "r1");
        await Nodes[1].AddAsync("b", "r1", "r2");
        await Nodes[2].AddAsync("c", "r2");

        Assert.Equal("a,b", await FindAsync(Target.Everyone.WithRooms("r1")));
        Assert.Equal("a", await FindAsync(Target.Everyone.WithRooms("r1").WithExcept("r2")));
        Assert.Equal("a,c", await FindAsync(Target.Everyone.WithExcept("b")));
        Assert.Equal("", await FindAsync(Target.Everyone.WithRooms("r3")));
        Assert.Equal("a", await FindAsync(Target.Everyone.WithFlags(BroadcastFlags.Local)));
    }

    [Fact]
    public async Task Sockets_of_all_servers_join_and_leave()
    {
        var (a, b, c) = await OneEachAsync();
        await Nodes[2].Adapter.SocketsJoinAsync(Target.Everyone.WithExcept("c"), ["j1", "j2"]);
        await Eventually("b has joined", () => Task.FromResult(Rooms(b, 1)), "b,j1,j2");
        await Eventually("a has joined", () => Task.FromResult(Rooms(a, 0)), "a,j1,j2");
        Assert.Equal("c", Rooms(c, 2));

        await Nodes[2].Adapter.SocketsLeaveAsync(Target.Everyone.WithRooms("j1"), ["j1", "never joined"]);
        await Eventually("b has left", () => Task.FromResult(Rooms(b, 1)), "b,j2");
        await Eventually("a has left", () => Task.FromResult(Rooms(a, 0)), "a,j2");
    }

    [Fact]
    public async Task Local_joins_stay_on_their_server()
    {
        var (a, b, _) = await OneEachAsync();
        await Nodes[0].Adapter.SocketsJoinAsync(Target.Everyone.WithFlags(BroadcastFlags.Local), ["here"]);
        await Settle(Nodes[0]);
        Assert.Equal("a,here", Rooms(a, 0));
        Assert.Equal("b", Rooms(b, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sockets_of_all_servers_are_disconnected(bool close)
    {
        var a = await Nodes[0].AddAsync("a", "r");
        var b = await Nodes[1].AddAsync("b", "r");
        var c = await Nodes[2].AddAsync("c");
        await Nodes[0].Adapter.DisconnectSocketsAsync(Target.Everyone.WithRooms("r"), close);

        await Eventually("a is disconnected", () => Task.FromResult(string.Join(',', a.Disconnects)), close.ToString());
        await Eventually("b is disconnected", () => Task.FromResult(string.Join(',', b.Disconnects)), close.ToString());
        await Settle(Nodes[0]);
        Assert.Empty(c.Disconnects);
    }

    private async Task<string> FindAsync(Target target)
        => string.Join(',', (await Nodes[0].Adapter.FetchSocketsAsync(target, timeout: null, CancellationToken.None)).Select(static socket => socket.Id).Order());

    private string Rooms(SpecificationSocket socket, int node) => string.Join(',', Nodes[node].Adapter.Rooms.RoomsOf(socket).Order());
}
