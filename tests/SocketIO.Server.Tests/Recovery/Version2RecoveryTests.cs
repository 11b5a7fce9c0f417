using SocketIO.Adapters;

namespace SocketIO.Server.Tests;

/// <summary>Connection state recovery where clients of Socket.IO 2 are about, which know nothing of it.</summary>
public sealed class Version2RecoveryTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new(options => options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions());

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "V3-029")]
    public async Task They_get_events_without_an_offset()
    {
        var older = _server.Open(protocol: 3);
        var newer = await RecoveryClient.ConnectAsync(_server);

        await Io.EmitAsync("all", 1);
        await Assert.Single(Io.Sockets, socket => socket.Connection.Protocol == 3).EmitAsync("one", 2);

        Assert.Equal(["0", "2[\"all\",1]", "2[\"one\",2]"], older.All);
        Assert.Matches("^2\\[\"all\",1,\".+\"\\]$", await newer.Client.ReceiveAsync());
    }

    [Fact]
    [Trait("Spec", "V3-029")]
    public async Task They_cannot_take_a_session_and_have_none()
    {
        Io.Of("/admin");
        var newer = await RecoveryClient.ConnectAsync(_server);
        await Io.EmitAsync("all");
        var offset = await newer.OffsetAsync();
        newer.Client.Lose();

        var older = _server.Open(protocol: 3);
        await older.SendAsync($"0/admin?pid={newer.Pid}&offset={offset},");
        Assert.Equal(["0", "0/admin,"], older.All);
        Assert.All(Io.Sockets, socket => Assert.False(socket.Recovered));
        older.Lose();
        await older.ClosedAsync();

        var (second, _) = await newer.ReturnAsync(_server, offset);
        Assert.Equal(newer.Sid, second.Sid);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
