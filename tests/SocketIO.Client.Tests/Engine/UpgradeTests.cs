using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>From polling to WebSocket, step by step.</summary>
public sealed class UpgradeTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    private ScriptedServer Server => _bed.Server;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private async Task<SocketIOClient> ConnectAsync(Action<SocketIOClientOptions>? configure = null)
    {
        var client = _bed.Client(options =>
        {
            options.Transports = ["polling", "websocket"];
            configure?.Invoke(options);
        });

        _bed.Seen.Watch(client).Watch(client.Connection);
        await _bed.ConnectByPollingAsync(client, Bed.HandshakeWithUpgrade);
        await _bed.Seen.ExpectAsync("open", "connect");
        return client;
    }

    [Fact]
    [Trait("Spec", "CLI-080")]
    [Trait("Spec", "CLI-081")]
    [Trait("Spec", "CLI-083")]
    [Trait("Spec", "T-90")]
    [Trait("Spec", "T-91")]
    [Trait("Spec", "T-94")]
    [Trait("Spec", "T-95")]
    public async Task Probe_pause_and_then_the_WebSocket()
    {
        var client = await ConnectAsync();
        Assert.Equal("polling", client.Connection.TransportName);
        var request = await Server.UpgradeAsync();
        Assert.Equal("/socket.io/?EIO=4&transport=websocket&sid=engine", request.Target);
        var peer = await request.AcceptAsync();
        await peer.ExpectAsync("2probe");
        var poll = await Server.PollAsync();

        // Until the answer to the probe polling goes on as before.
        await client.EmitAsync("before");
        await Server.ExpectPostAsync("42[\"before\"]");
        await poll.OkAsync("42[\"a\"]");
        await _bed.Seen.ExpectAsync("a()");
        poll = await Server.PollAsync();
        await peer.SendAsync("3probe");

        // From then on nothing is written; the pending poll is waited for.
        await WhenUpgradingAsync(client);
        await client.EmitAsync("after");
        await poll.OkAsync("42[\"b\"]\u001e6");
        await peer.ExpectAsync("5", """42["after"]""");
        await peer.SendAsync("""42["c"]""");
        await _bed.Seen.ExpectAsync("b()", "upgrade websocket", "c()");
        Assert.Equal("websocket", client.Connection.TransportName);
        Assert.False(Server.TryTakePoll(out _), "Polling went on.");
    }

    // The answer to the probe is not told to applications; the engine itself knows.
    private static Task WhenUpgradingAsync(SocketIOClient client) => Wait.Until("the engine to upgrade", () =>
    {
        lock (client.Connection.Gate)
        {
            return client.Connection.EngineLocked!.IsUpgradingLocked;
        }
    });

    [Fact]
    [Trait("Spec", "CLI-081")]
    [Trait("Spec", "CLI-083")]
    public async Task A_body_that_is_under_way_is_waited_for()
    {
        var client = await ConnectAsync();
        var peer = await Server.AcceptWebSocketAsync();
        await peer.ExpectAsync("2probe");
        await client.EmitAsync("slow");
        var post = await Server.PostAsync();
        await peer.SendAsync("3probe");
        await WhenUpgradingAsync(client);
        await Server.AnswerPollAsync("6");
        Assert.Equal("polling", client.Connection.TransportName);
        await client.EmitAsync("next");
        await post.OkAsync("ok");
        await peer.ExpectAsync("5", """42["next"]""");
    }

    [Theory]
    [Trait("Spec", "CLI-082")]
    [InlineData("3wrong")]
    [InlineData("2probe")]
    [InlineData("4hello")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_wrong_answer_leaves_the_session_on_polling(string answer)
    {
        var client = await ConnectAsync();
        var peer = await Server.AcceptWebSocketAsync();
        await peer.ExpectAsync("2probe");
        await peer.SendAsync(answer);
        await _bed.Seen.ExpectAsync("upgrade_error probe error");
        await peer.ExpectEndAsync();
        await StaysAsync(client);
    }

    [Fact]
    [Trait("Spec", "CLI-082")]
    public async Task A_binary_answer_leaves_the_session_on_polling()
    {
        var client = await ConnectAsync();
        var peer = await Server.AcceptWebSocketAsync();
        await peer.ExpectAsync("2probe");
        await peer.SendBinaryAsync(1, 2, 3);
        await _bed.Seen.ExpectAsync("upgrade_error probe error");
        await StaysAsync(client);
    }

    [Fact]
    [Trait("Spec", "CLI-082")]
    [Trait("Spec", "T-92")]
    [Trait("Spec", "T-93")]
    [Trait("Spec", "T-98")]
    [Trait("Spec", "T-59")]
    public async Task A_proxy_that_refuses_WebSockets_leaves_the_session_on_polling()
    {
        var client = await ConnectAsync();
        Exception? error = null;
        client.Connection.OnUpgradeError(e => error = e);
        await (await Server.UpgradeAsync()).RespondAsync(400, "no");
        await _bed.Seen.ExpectAsync("upgrade_error probe error: Error: websocket error");
        await Bed.SettleAsync(client);
        Assert.Equal(("websocket", 400), (((TransportException)error!).Context!.Transport, ((TransportException)error).StatusCode));
        await StaysAsync(client);
    }

    [Fact]
    [Trait("Spec", "CLI-082")]
    public async Task A_probe_that_is_closed_leaves_the_session_on_polling()
    {
        var client = await ConnectAsync();
        var peer = await Server.AcceptWebSocketAsync();
        await peer.ExpectAsync("2probe");
        await peer.CloseAsync(1000);
        await _bed.Seen.ExpectAsync("upgrade_error probe error: transport closed");
        await StaysAsync(client);
    }

    [Fact]
    [Trait("Spec", "CLI-082")]
    public async Task A_WebSocket_that_dies_after_its_answer_leaves_the_session_on_polling_while_that_is_not_paused()
    {
        var client = await ConnectAsync();
        var peer = await Server.AcceptWebSocketAsync();
        await peer.ExpectAsync("2probe");
        await peer.SendAsync("3probe");
        await WhenUpgradingAsync(client);
        await client.EmitAsync("held");
        peer.Abort();
        await _bed.Seen.ExpectAsync("upgrade_error probe error: transport closed");
        await Server.ExpectPostAsync("42[\"held\"]");
        await StaysAsync(client);
    }

    private async Task StaysAsync(SocketIOClient client)
    {
        await client.EmitAsync("still");
        await Server.ExpectPostAsync("42[\"still\"]");
        await Server.AnswerPollAsync("42[\"here\"]");
        await _bed.Seen.ExpectAsync("here()");
        Assert.Equal((true, "polling"), (client.Connected, client.Connection.TransportName));
    }

    [Fact]
    [Trait("Spec", "CLI-085")]
    [Trait("Spec", "TST-074")]
    public async Task A_close_during_the_upgrade_waits_for_it()
    {
        var client = await ConnectAsync();
        var peer = await Server.AcceptWebSocketAsync();
        await peer.ExpectAsync("2probe");
        await peer.SendAsync("3probe");
        await WhenUpgradingAsync(client);
        await client.EmitAsync("before");
        client.Disconnect();
        await client.EmitAsync("late");
        await Server.AnswerPollAsync("6");
        await peer.ExpectAsync("5", """42["before"]""", "41", "<close>");
    }

    [Fact]
    [Trait("Spec", "CLI-085")]
    [Trait("Spec", "TST-074")]
    public async Task A_close_during_the_upgrade_waits_for_its_failure()
    {
        var client = await ConnectAsync();
        var peer = await Server.AcceptWebSocketAsync();
        await peer.ExpectAsync("2probe");
        await peer.SendAsync("3probe");
        await WhenUpgradingAsync(client);
        client.Disconnect();
        peer.Abort();
        await Server.ExpectPostAsync("41");
        await Server.ExpectPostAsync("1");
    }

    [Fact]
    [Trait("Spec", "TST-034")]
    [Trait("Spec", "TST-026")]
    public async Task A_close_before_the_answer_ends_the_probe_as_well()
    {
        var client = await ConnectAsync();
        var peer = await Server.AcceptWebSocketAsync();
        await peer.ExpectAsync("2probe");
        client.Disconnect();
        await Server.ExpectPostAsync("41");
        await Server.ExpectPostAsync("1");
        await peer.ExpectEndAsync();
    }

    [Fact]
    [Trait("Spec", "TST-035")]
    public async Task The_heartbeat_goes_on_across_the_upgrade()
    {
        var client = await ConnectAsync();
        _bed.Advance(client, 40);
        var peer = await Server.AcceptWebSocketAsync();
        await peer.ExpectAsync("2probe");
        await peer.SendAsync("3probe");
        await Server.AnswerPollAsync("2\u001e6");
        await _bed.Seen.ExpectAsync("upgrade websocket");
        await peer.ExpectAsync("5", "3");
        _bed.Advance(client, 44);
        Assert.True(client.Connected);
        _bed.Advance(client, 1);
        await _bed.Seen.ExpectAsync("close ping timeout", "disconnect ping timeout");
    }

    [Theory]
    [Trait("Spec", "CLI-011")]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public async Task There_is_no_upgrade_unless_all_want_it(bool server, bool option, bool transport)
    {
        var client = _bed.Client(o => (o.Transports, o.Upgrade) = (transport ? ["polling", "websocket"] : ["polling"], option));
        await _bed.ConnectByPollingAsync(client, server ? Bed.HandshakeWithUpgrade : Bed.Handshake);
        await client.EmitAsync("x");
        await Server.ExpectPostAsync("42[\"x\"]");

        // A probe would have begun with the handshake.
        Assert.Equal(1, Server.Handshakes);
        Assert.False(Server.HasUpgrade);
    }
}
