using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>A connection that fails or is lost is tried again.</summary>
public sealed class ReconnectTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    private ScriptedServer Server => _bed.Server;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private SocketIOClient Watched(Action<SocketIOClientOptions>? configure = null)
    {
        var client = _bed.Client(configure);
        _bed.Seen.Watch(client.Connection).Watch(client);
        return client;
    }

    private async Task RefuseAsync() => await (await Server.UpgradeAsync()).RespondAsync(500);

    [Fact]
    [Trait("Spec", "CLI-033")]
    [Trait("Spec", "CLI-034")]
    [Trait("Spec", "CLI-036")]
    [Trait("Spec", "CLI-037")]
    [Trait("Spec", "CLI-062")]
    [Trait("Spec", "TST-138")]
    public async Task What_happens_and_in_which_order()
    {
        var client = Watched(o => o.ReconnectionAttempts = 2);
        client.Connect();
        await RefuseAsync();
        await _bed.Seen.ExpectAsync("error websocket error", "connect_error websocket error");
        _bed.Advance(client, 1);
        await RefuseAsync();
        await _bed.Seen.ExpectAsync("reconnect_attempt 1", "error websocket error", "connect_error websocket error", "reconnect_error websocket error");
        _bed.Advance(client, 2);
        await RefuseAsync();
        await _bed.Seen.ExpectAsync("reconnect_attempt 2", "error websocket error", "connect_error websocket error", "reconnect_failed", "reconnect_error websocket error");
        await Bed.SettleAsync(client);
        Assert.Equal(0, _bed.Clock.TimerCount);
        _bed.Advance(client, 3600);
        Assert.Equal(3, Server.Requests);
    }

    [Fact]
    [Trait("Spec", "CLI-033")]
    [Trait("Spec", "CLI-054")]
    [Trait("Spec", "CLI-041")]
    [Trait("Spec", "TST-136")]
    [Trait("Spec", "TST-143")]
    [Trait("Spec", "T-67")]
    [Trait("Spec", "T-102")]
    [Trait("Spec", "T-107")]
    [Trait("Spec", "T-108")]
    public async Task A_lost_connection_comes_back_with_another_id()
    {
        var client = Watched();
        var peer = await _bed.ConnectAsync(client);
        await _bed.Seen.ExpectAsync("open", "connect");
        peer.Abort();
        await _bed.Seen.ExpectAsync("close transport close", "disconnect transport close");
        Assert.Equal((null, false, true, ConnectionState.Closed, null), (client.Id, client.Connected, client.Active, client.Connection.State, client.Connection.TransportName));
        _bed.Advance(client, 1);
        await RefuseAsync();
        await _bed.Seen.ExpectAsync("reconnect_attempt 1", "error websocket error", "connect_error websocket error", "reconnect_error websocket error");
        _bed.Advance(client, 2);
        await _bed.ReconnectAsync();
        await _bed.Seen.ExpectAsync("reconnect_attempt 2", "open", "reconnect 2", "connect");
        Assert.Equal("again", client.Id);
    }

    [Fact]
    [Trait("Spec", "CLI-027")]
    public async Task The_delay_begins_again_after_a_success()
    {
        var client = Watched();
        await _bed.ConnectAsync(client);

        for (var round = 0; round < 2; round++)
        {
            client.Connection.CloseEngine();
            await Wait.Until("the loss", () => client.Connection.State is ConnectionState.Closed);
            _bed.Advance(client, 1);
            await RefuseAsync();
            await Wait.Until("the failure", () => client.Connection.State is ConnectionState.Closed);
            _bed.Advance(client, 1.999);
            Assert.False(Server.HasUpgrade);
            _bed.Advance(client, 0.001);
            await _bed.ReconnectAsync();
            await Wait.Until("connect", () => client.Connected);
        }
    }

    [Fact]
    [Trait("Spec", "CLI-037")]
    [Trait("Spec", "CLI-038")]
    [Trait("Spec", "CLI-014")]
    [Trait("Spec", "CLI-028")]
    public async Task A_handler_may_change_what_the_attempt_is_made_with()
    {
        await using var other = new ScriptedServer();
        var client = Watched();
        await _bed.ConnectAsync(client);
        client.Connection.OnReconnectAttempt(async _ =>
        {
            await Task.Yield();
            client.Connection.SetUrl(other.Url);
            client.Connection.SetQuery(new Dictionary<string, string> { ["token"] = "new" });
            client.Connection.SetExtraHeaders(new Dictionary<string, string> { ["X-Token"] = "new" });
            client.AuthPayload = new { token = "new" };
        });

        client.Connection.CloseEngine();
        await Wait.Until("the loss", () => !client.Connected);
        _bed.Advance(client, 1);
        var request = await other.UpgradeAsync();
        Assert.Equal(("new", "new"), (request.Query["token"], request.Headers["X-Token"]));
        var peer = await request.AcceptAsync();
        await peer.SendAsync("0" + Bed.Handshake);
        await peer.ExpectAsync("""40{"token":"new"}""");
    }

    [Fact]
    [Trait("Spec", "CLI-037")]
    [Trait("Spec", "TST-136")]
    public async Task A_handler_may_call_the_attempt_off()
    {
        var client = Watched();
        await _bed.ConnectAsync(client);
        client.Connection.OnReconnectAttempt((int _) => client.Disconnect());
        client.Connection.CloseEngine();
        await Wait.Until("the loss", () => !client.Connected);
        _bed.Advance(client, 1);
        await Wait.Until("the disconnection", () => !client.Active);
        await Bed.SettleAsync(client);
        Assert.Equal(1, Server.Requests);

        // And everything may begin again.
        client.Connect();
        await _bed.ReconnectAsync();
        await Wait.Until("connect", () => client.Connected);
    }

    [Fact]
    [Trait("Spec", "CLI-059")]
    [Trait("Spec", "CLI-085")]
    public async Task Closing_the_engine_reconnects()
    {
        var client = Watched();
        var peer = await _bed.ConnectAsync(client);
        await client.EmitAsync("first");
        client.Connection.CloseEngine();
        await peer.ExpectAsync("""42["first"]""", "<close>");
        await _bed.Seen.ExpectAsync("open", "connect", "close forced close", "disconnect forced close");
        _bed.Advance(client, 1);
        await _bed.ReconnectAsync();
        await _bed.Seen.ExpectAsync("reconnect_attempt 1", "open", "reconnect 1", "connect");
    }

    [Theory]
    [Trait("Spec", "CLI-059")]
    [Trait("Spec", "CLI-045")]
    [Trait("Spec", "T-67")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_was_told_to_go_does_not_come_back_by_itself(bool byServer)
    {
        var client = Watched();
        var peer = await _bed.ConnectAsync(client);

        if (byServer)
        {
            await peer.SendAsync("41");
        }
        else
        {
            client.Disconnect();
        }

        await _bed.Seen.ExpectAsync("open", "connect", "close forced close", $"disconnect io {(byServer ? "server" : "client")} disconnect");
        Assert.Equal((false, false, null), (client.Connected, client.Active, client.Id));
        _bed.Advance(client, 3600);
        Assert.Equal(1, Server.Requests);
        client.Connect();
        await _bed.ReconnectAsync();
        await _bed.Seen.ExpectAsync("open", "connect");
    }

    [Theory]
    [Trait("Spec", "CLI-024")]
    [Trait("Spec", "TST-138")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_reconnection_one_attempt_is_all(bool lost)
    {
        var client = Watched(o => o.Reconnection = false);

        if (lost)
        {
            (await _bed.ConnectAsync(client)).Abort();
            await _bed.Seen.ExpectAsync("open", "connect", "close transport close", "disconnect transport close");
        }
        else
        {
            var connecting = client.ConnectAsync();
            await RefuseAsync();
            await _bed.Seen.ExpectAsync("error websocket error", "connect_error websocket error");
            Assert.Equal("websocket error", (await Assert.ThrowsAsync<ConnectErrorException>(() => Wait.For("the error", connecting))).Message);
        }

        _bed.Advance(client, 3600);
        Assert.Equal(1, Server.Requests);
        client.Connect();
        await _bed.ReconnectAsync();
    }

    [Fact]
    [Trait("Spec", "CLI-032")]
    [Trait("Spec", "TST-136")]
    public async Task Reconnection_may_be_switched_off_and_on_while_it_goes_on()
    {
        var client = Watched();
        var connecting = client.ConnectAsync();
        await RefuseAsync();
        await _bed.Seen.ExpectAsync("error websocket error", "connect_error websocket error");
        client.Connection.Reconnection = false;
        Assert.IsType<ConnectErrorException>(await Record.ExceptionAsync(() => Wait.For("the end of the wait", connecting)));
        Assert.Equal(0, _bed.Clock.TimerCount);
        _bed.Advance(client, 3600);
        Assert.Equal(1, Server.Requests);

        client.Connection.Reconnection = true;
        client.Connect();
        await RefuseAsync();
        await _bed.Seen.ExpectAsync("error websocket error", "connect_error websocket error");
        _bed.Advance(client, 1);
        var peer = await _bed.ReconnectAsync();
        await _bed.Seen.ExpectAsync("reconnect_attempt 1", "open", "reconnect 1", "connect");

        client.Connection.Reconnection = false;
        client.Connection.Reconnection = true;
        peer.Abort();
        await _bed.Seen.ExpectAsync("close transport close", "disconnect transport close");
        _bed.Advance(client, 1);
        await _bed.ReconnectAsync();
    }

    [Fact]
    [Trait("Spec", "CLI-032")]
    public async Task Settings_may_change_while_the_connection_is_in_use()
    {
        var client = Watched();
        var connection = client.Connection;
        connection.ReconnectionDelay = TimeSpan.FromSeconds(3);
        connection.ReconnectionDelayMax = TimeSpan.FromSeconds(7);
        connection.RandomizationFactor = 0.25;
        connection.Timeout = TimeSpan.FromSeconds(1);
        connection.ReconnectionAttempts = 1;
        Assert.Equal((3.0, 7.0, 0.25, 1.0, 1), (connection.ReconnectionDelay.TotalSeconds, connection.ReconnectionDelayMax.TotalSeconds, connection.RandomizationFactor, connection.Timeout.TotalSeconds, connection.ReconnectionAttempts));
        connection.RandomizationFactor = 0;
        client.Connect();
        await Server.UpgradeAsync();
        _bed.Advance(client, 1);
        await _bed.Seen.ExpectAsync("error timeout", "connect_error timeout");
        _bed.Advance(client, 2.999);
        Assert.False(Server.HasUpgrade);
        connection.Timeout = Timeout.InfiniteTimeSpan;
        _bed.Advance(client, 0.001);
        var request = await Server.UpgradeAsync();
        _bed.Advance(client, 3600);
        await request.RespondAsync(500);
        await _bed.Seen.ExpectAsync("reconnect_attempt 1", "error websocket error", "connect_error websocket error", "reconnect_failed");
    }

    [Fact]
    [Trait("Spec", "CLI-024")]
    [Trait("Spec", "TST-138")]
    public async Task A_timeout_of_zero_means_at_once()
    {
        var client = Watched(o => (o.Timeout, o.ReconnectionAttempts) = (TimeSpan.Zero, 2));
        client.Connect();

        for (var attempt = 0; attempt <= 2; attempt++)
        {
            _bed.Advance(client, attempt);
            await Wait.Until("the attempt to end", () =>
            {
                _bed.Advance(client, 0);
                return _bed.Seen.All.Count(line => line == "connect_error timeout") == attempt + 1;
            });
        }

        await Bed.SettleAsync(client);
        Assert.Equal(["connect_error timeout", "reconnect_attempt 1", "connect_error timeout", "reconnect_attempt 2", "connect_error timeout", "reconnect_failed"], _bed.Seen.All.Where(line => line.StartsWith("connect_error", StringComparison.Ordinal) || line.StartsWith("reconnect_a", StringComparison.Ordinal) || line.StartsWith("reconnect_f", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Spec", "TST-144")]
    public async Task Disconnecting_while_opening_is_no_error()
    {
        var client = Watched();
        client.Connect();
        await Server.UpgradeAsync();
        client.Disconnect();
        await Bed.SettleAsync(client);
        Assert.Equal(["close forced close"], _bed.Seen.All);
        Assert.False(client.Active);
    }

    [Fact]
    [Trait("Spec", "CLI-061")]
    public async Task A_socket_that_waits_to_be_let_in_is_told_of_the_loss()
    {
        var client = Watched();
        client.Connect();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40");
        peer.Abort();
        await _bed.Seen.ExpectAsync("open", "close transport close", "disconnect transport close");
    }

    [Fact]
    [Trait("Spec", "CLI-031")]
    [Trait("Spec", "CLI-044")]
    public async Task Connecting_twice_is_connecting_once()
    {
        var client = Watched();
        client.Connect();
        client.Connect();
        var first = client.ConnectAsync();
        var second = client.ConnectAsync();
        var peer = await _bed.OpenAsync();
        await peer.ExpectAsync("40");
        client.Connect();
        await peer.SendAsync("""40{"sid":"socket"}""");
        await Wait.For("both", Task.WhenAll(first, second));
        client.Connect();
        await Wait.For("at once", client.ConnectAsync());
        await client.EmitAsync("x");
        await peer.ExpectAsync("""42["x"]""");
        Assert.Equal(1, Server.Requests);
        client.Disconnect();
        client.Disconnect();
        await Bed.SettleAsync(client);
        Assert.Equal(1, _bed.Seen.All.Count(line => line.StartsWith("disconnect", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Spec", "CLI-036")]
    [Trait("Spec", "TST-136")]
    public async Task Connecting_while_an_attempt_is_planned_waits_for_it()
    {
        var client = Watched();
        client.Connect();
        await RefuseAsync();
        await _bed.Seen.ExpectAsync("error websocket error", "connect_error websocket error");
        var connecting = client.ConnectAsync();
        Assert.False(connecting.IsCompleted);
        _bed.Advance(client, 1);
        await _bed.ReconnectAsync();
        await Wait.For("connect", connecting);
    }
}
