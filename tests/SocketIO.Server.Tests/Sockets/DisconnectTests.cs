using SocketIO.Engine;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

public sealed class DisconnectTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private readonly List<string> _seen = [];

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "SRV-050")]
    [Trait("Spec", "SRV-074")]
    [Trait("Spec", "TST-095")]
    public async Task The_order_is_disconnecting_then_the_rooms_then_disconnect()
    {
        void See(string what, ServerSocket s) => _seen.Add($"{what}: {s.Connected} {s.Rooms.Count} {Io.SocketsCount} {s.DisconnectToken.IsCancellationRequested}");
        Io.OnDisconnecting((s, reason) => See("disconnecting " + reason, s));
        Io.OnDisconnect((s, reason) => See("disconnect " + reason, s));
        var (client, socket) = await _server.ConnectSocketAsync();
        socket.OnDisconnecting((reason, description) => See($"own disconnecting {description}", socket));
        socket.OnDisconnect((reason, description) => See($"own disconnect {description}", socket));
        await socket.JoinAsync("room");

        client.Lose();

        Assert.Equal(
            [
                "disconnecting transport close: True 2 1 False", "own disconnecting the peer has gone: True 2 1 False",
                "disconnect transport close: False 0 0 True", "own disconnect the peer has gone: False 0 0 True",
            ],
            _seen);
        Assert.True(socket.Disconnected);
        Assert.Empty(Io.Adapter.Rooms.Names);
    }

    [Fact]
    [Trait("Spec", "SRV-065")]
    [Trait("Spec", "SRV-075")]
    public async Task The_server_disconnects_one_socket_and_the_connection_stays()
    {
        var client = _server.Open();
        await client.JoinAsync();
        var id = await client.JoinAsync("/admin");
        var socket = Io.Of("/admin").FindSocket(id)!;
        socket.OnDisconnect((reason, _) => _seen.Add(reason));

        await socket.DisconnectAsync();
        await socket.DisconnectAsync();

        Assert.Equal(["1/admin,"], client.Drain());
        Assert.Equal(["server namespace disconnect"], _seen);
        Assert.False(client.IsClosed);
        Assert.Equal(1, Io.SocketsCount);
    }

    [Fact]
    [Trait("Spec", "SRV-065")]
    [Trait("Spec", "TST-121")]
    public async Task The_server_disconnects_all_sockets_of_a_connection_and_closes_it()
    {
        var client = _server.Open();
        var id = await client.JoinAsync();
        await client.JoinAsync("/admin");
        Io.OnDisconnect((_, reason) => _seen.Add(reason));
        Io.Of("/admin").OnDisconnect((_, reason) => _seen.Add("admin " + reason));

        await Io.FindSocket(id)!.DisconnectAsync(close: true);

        await client.ClosedAsync();
        Assert.Equal(["1", "1/admin,"], client.Drain());
        Assert.Equal(["server namespace disconnect", "admin server namespace disconnect"], _seen);
    }

    [Fact]
    [Trait("Spec", "SRV-075")]
    [Trait("Spec", "SRV-077")]
    public async Task The_client_leaves_one_namespace()
    {
        var client = _server.Open();
        await client.JoinAsync();
        await client.JoinAsync("/admin");
        Io.Of("/admin").OnDisconnect((_, reason) => _seen.Add(reason));

        await client.SendAsync("1/admin");

        Assert.Equal(["client namespace disconnect"], _seen);
        Assert.False(client.IsClosed);
        Assert.Equal(1, Io.SocketsCount);
    }

    [Theory]
    [Trait("Spec", "SRV-075")]
    [Trait("Spec", "SRV-078")]
    [InlineData(CloseReason.TransportClose, "transport close")]
    [InlineData(CloseReason.TransportError, "transport error")]
    [InlineData(CloseReason.PingTimeout, "ping timeout")]
    [InlineData(CloseReason.ParseError, "parse error")]
    [InlineData(CloseReason.ForcedClose, "forced close")]
    public async Task All_sockets_of_a_connection_learn_why_it_ended(CloseReason reason, string expected)
    {
        Io.OnDisconnect((_, why) => _seen.Add(why));
        Io.Of("/admin").OnDisconnect((_, why) => _seen.Add(why));
        var client = await _server.ConnectAsync();
        await client.JoinAsync("/admin");

        client.Session.End(reason, "because");

        Assert.Equal([expected, expected], _seen);
    }

    [Fact]
    [Trait("Spec", "SRV-075")]
    [Trait("Spec", "SRV-076")]
    public async Task The_application_closes_a_connection()
    {
        var (client, socket) = await _server.ConnectSocketAsync();
        socket.OnDisconnect((reason, _) => _seen.Add(reason));

        socket.Connection.Close();

        await client.ClosedAsync();
        Assert.Equal(["forced close"], _seen);
    }

    [Fact]
    [Trait("Spec", "SRV-011")]
    [Trait("Spec", "SRV-075")]
    [Trait("Spec", "TST-087")]
    [Trait("Spec", "TST-088")]
    [Trait("Spec", "SRV-132")]
    public async Task Closing_the_server_ends_everything_without_a_farewell()
    {
        var client = await _server.ConnectAsync();
        await client.JoinAsync("/admin");
        var token = Io.Sockets[0].DisconnectToken;
        Io.OnDisconnect((_, reason) => _seen.Add(reason));
        Io.Of("/admin").OnDisconnect((_, reason) => _seen.Add(reason));
        await Io.EmitAsync("last words");

        await Wait.For("the server to close", Io.CloseAsync());

        Assert.Equal(["server shutting down", "server shutting down"], _seen);
        Assert.Equal(["2[\"last words\"]"], client.Drain());
        Assert.True(client.IsClosed);
        Assert.True(token.IsCancellationRequested);
        Assert.Equal(0, Io.Engine.ClientsCount);
        await Io.CloseAsync();
    }

    [Fact]
    [Trait("Hostile", "J15")]
    public async Task Disconnecting_within_any_handler_is_harmless()
    {
        Io.OnConnection(s => s.Handshake.Auth.TryGetProperty("kick", out _) ? s.DisconnectAsync(close: true).AsTask() : Task.CompletedTask);
        Io.OnDisconnecting((s, reason) => s.DisconnectAsync(close: true).AsTask());
        Io.OnDisconnect((s, reason) => s.DisconnectAsync(close: true).AsTask());
        Io.On("kick", (ServerSocket s, Ack ack) =>
        {
            _ = s.DisconnectAsync(close: true);
            return ack.SendAsync("too late");
        });
        Io.On("close", () => Io.CloseAsync());

        var first = _server.Open();
        await first.SendAsync("0{\"kick\":1}");
        await first.ClosedAsync();
        var second = await _server.ConnectAsync();
        await second.SendAsync("20[\"kick\"]");
        await second.ClosedAsync();
        Assert.Equal(["1"], second.Drain());
        var third = await _server.ConnectAsync();
        await third.SendAsync("20[\"close\"]");
        await third.ClosedAsync();

        Assert.Empty(Io.Sockets);
        Assert.Empty(_server.Errors);
    }

    [Fact]
    public async Task What_a_kicked_client_had_sent_before_is_not_handled()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Io.On("slow", () => gate.Task);
        Io.On("evil", () => _seen.Add("evil"));
        var (client, socket) = await _server.ConnectSocketAsync();
        await client.SendAsync("2[\"slow\"]", "2[\"evil\"]");

        await socket.DisconnectAsync();
        gate.SetResult();
        await client.JoinAfterAsync("/", 1);

        Assert.Empty(_seen);
    }

    [Fact]
    public async Task Disconnecting_from_many_threads_disconnects_once()
    {
        for (var round = 0; round < 200; round++)
        {
            var (client, socket) = await _server.ConnectSocketAsync();
            var count = 0;
            socket.OnDisconnect((_, _) => { Interlocked.Increment(ref count); });

            await Task.WhenAll(
                Task.Run(() => socket.DisconnectAsync().AsTask()),
                Task.Run(() => socket.DisconnectAsync(close: true).AsTask()),
                Task.Run(() => client.SendAsync("1")),
                Task.Run(client.Lose));

            await Wait.Until("it has gone", () => !socket.Connected && count == 1, () => count);
        }

        Assert.Empty(Io.Sockets);
        Assert.Empty(Io.Adapter.Rooms.Names);
    }

    public ValueTask InitializeAsync()
    {
        Io.Of("/admin");
        return default;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
