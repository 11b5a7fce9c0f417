namespace SocketIO.Server.Tests;

public sealed class RoomTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "SRV-061")]
    [Trait("Spec", "SRV-120")]
    [Trait("Spec", "TST-123")]
    public async Task Rooms_are_joined_and_left_at_once()
    {
        var (_, socket) = await _server.ConnectSocketAsync();

        await socket.JoinAsync("a", "b");
        await socket.JoinAsync("a");
        var joined = socket.Rooms;
        await socket.LeaveAsync("a", "never joined");

        Assert.Equal([socket.Id, "a", "b"], joined);
        Assert.Equal([socket.Id, "b"], socket.Rooms);
        Assert.Equal(["b", socket.Id], Io.Adapter.Rooms.Names.OrderByDescending(n => n == "b"));
    }

    [Fact]
    [Trait("Spec", "SRV-062")]
    [Trait("Spec", "SRV-126")]
    [Trait("Spec", "TST-101")]
    [Trait("Spec", "TST-123")]
    [Trait("Spec", "TST-124")]
    public async Task A_socket_sends_to_others_and_never_to_itself()
    {
        var (a, socketA) = await _server.ConnectSocketAsync();
        var (b, socketB) = await _server.ConnectSocketAsync();
        var (c, socketC) = await _server.ConnectSocketAsync();
        await socketA.JoinAsync("room");
        await socketB.JoinAsync("room", "other");

        await socketA.To("room").EmitAsync("1");
        await socketA.In("room", "other").EmitAsync("2");
        await socketA.Broadcast.EmitAsync("3");
        await socketA.To(socketA.Id).EmitAsync("4");
        await socketA.Except("room").EmitAsync("5");
        await socketA.Broadcast.Except(socketC.Id).EmitAsync("6");
        await socketA.Local.EmitAsync("7");
        await socketA.Volatile.To(socketC.Id).EmitAsync("8");
        await socketA.Compress(false).Broadcast.To("other").SendAsync("9");

        Assert.Empty(a.Drain());
        Assert.Equal(["2[\"1\"]", "2[\"2\"]", "2[\"3\"]", "2[\"6\"]", "2[\"7\"]", "2[\"message\",\"9\"]"], b.Drain());
        Assert.Equal(["2[\"3\"]", "2[\"5\"]", "2[\"7\"]", "2[\"8\"]"], c.Drain());
    }

    [Fact]
    [Trait("Spec", "SRV-080")]
    [Trait("Spec", "SRV-081")]
    [Trait("Spec", "SRV-083")]
    [Trait("Spec", "TST-093")]
    [Trait("Spec", "TST-124")]
    [Trait("Spec", "SRV-121")]
    public async Task Operators_can_be_kept_and_combined()
    {
        var (a, socketA) = await _server.ConnectSocketAsync();
        var (b, _) = await _server.ConnectSocketAsync();
        await socketA.JoinAsync("room", "second");

        var room = Io.To("room");
        var both = room.To("second");
        var none = both.Except(socketA.Id);
        await room.EmitAsync("1");
        await both.EmitAsync("2");
        await none.EmitAsync("3");
        await Io.Except("room").EmitAsync("4");
        await Io.Local.In("room").EmitAsync("5");
        await Io.Compress(false).To("room").Volatile.EmitAsync("6");
        await Io.To("unknown").EmitAsync("7");
        await Io.SendAsync("8");

        Assert.Equal(["2[\"1\"]", "2[\"2\"]", "2[\"5\"]", "2[\"6\"]", "2[\"message\",\"8\"]"], a.Drain());
        Assert.Equal(["2[\"4\"]", "2[\"message\",\"8\"]"], b.Drain());
        Assert.Throws<ArgumentOutOfRangeException>(() => Io.Timeout(TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    [Trait("Spec", "TST-123")]
    public async Task Bytes_are_broadcast_with_their_text()
    {
        var (a, socketA) = await _server.ConnectSocketAsync();
        await socketA.JoinAsync("room");
        var bytes = new byte[] { 1, 2 };

        await Io.To("room").EmitAsync("x", bytes, new { b = bytes });
        bytes[0] = 9;

        var (text, attachments) = await a.ReceiveBinaryAsync();
        Assert.Equal("52-[\"x\",{\"_placeholder\":true,\"num\":0},{\"b\":{\"_placeholder\":true,\"num\":1}}]", text);
        Assert.Equal([[1, 2], [1, 2]], attachments);
    }

    [Fact]
    public async Task Broadcasting_while_sockets_come_and_go_harms_nobody()
    {
        var (stays, socket) = await _server.ConnectSocketAsync();
        await socket.JoinAsync("room");
        Io.On("join", (ServerSocket s, string room) => s.JoinAsync(room));
        using var stop = new CancellationTokenSource();
        var churn = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var client = await _server.ConnectAsync();
                await client.SendAsync("2[\"join\",\"room\"]");
                client.Lose();
            }
        })).ToArray();

        for (var i = 0; i < 1_000; i++)
        {
            await Io.EmitAsync("all", i);
            await Io.To("room", "other").EmitAsync("room", i);
        }

        await stop.CancelAsync();
        await Task.WhenAll(churn);
        Assert.Equal(Enumerable.Range(0, 1_000).SelectMany(i => new[] { $"2[\"all\",{i}]", $"2[\"room\",{i}]" }), stays.Drain());
        Assert.Equal(["room", socket.Id], Io.Adapter.Rooms.Names.OrderByDescending(n => n == "room"));
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
