namespace SocketIO.ClientInterop;

/// <summary>Heartbeats, and what happens without them.</summary>
public sealed class HeartbeatTests(Kit kit)
{
    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-063")]
    [Trait("Spec", "CLI-078")]
    [Trait("Spec", "T-79")]
    [Trait("Spec", "EIO-115")]
    public Task The_server_asks_and_the_client_answers(string transport) => kit.SameAsync(async play =>
    {
        play.Apart("upgrade");
        var server = await play.ServerAsync(new { pingInterval = 60, pingTimeout = 2000 });
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));

        if (transport == "upgraded")
        {
            await play.NextAsync("upgrade", "a");
        }

        for (var i = 0; i < 5; i++)
        {
            await play.NextAsync("ping", "a");
        }

        await play.AckAsync("a", "ack", "still here");
        await play.StateAsync("a");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-059")]
    [Trait("Spec", "CLI-078")]
    public Task The_server_stops_asking(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { pingInterval = 300, pingTimeout = 600, silent = true });
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        await play.DisconnectAsync("a", "ping timeout");
        await play.NextAsync("reconnect", "a");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-059")]
    [Trait("Spec", "CLI-060")]
    [Trait("Spec", "T-66")]
    public Task The_network_goes_silent(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { pingInterval = 300, pingTimeout = 600 });
        var relay = play.Relay(server.Port);
        var options = Client.Over(transport).With("timeout", 600).With("reconnectionAttempts", 2);
        await play.ConnectedAsync("a", relay.Url, options);
        await server.IdleAsync();
        relay.Freeze();
        await play.DisconnectAsync("a", "ping timeout");
        await play.ExhaustedAsync("a", 2);
        relay.Thaw();
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.AckAsync("a", "ack", "back");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-078")]
    public Task A_slow_network_is_no_silent_one(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { pingInterval = 300, pingTimeout = 6000 });
        var relay = play.Relay(server.Port);
        relay.Delay = TimeSpan.FromMilliseconds(40);
        await play.ConnectedAsync("a", relay.Url, Client.Over(transport));
        await play.NextAsync("ping", "a");
        await play.AckAsync("a", "ack", "slow");
        await play.NextAsync("ping", "a");
        await play.AckAsync("a", "ack", "but steady");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-068")]
    [Trait("Spec", "T-77")]
    [Trait("Spec", "T-79")]
    [Trait("Spec", "TST-081")]
    [Trait("Spec", "TST-149")]
    public Task The_client_sleeps_and_wakes(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { pingInterval = 300, pingTimeout = 600 });
        var relay = play.Relay(server.Port);
        await play.ConnectedAsync("a", relay.Url, Client.Over(transport));
        await server.IdleAsync();
        relay.Freeze();
        await play.Program.SuspendAsync();

        // Longer than it would have waited for a heartbeat.
        await play.QuietAsync(1100);

        // Said in its sleep: it is heard once, over the next connection.
        var sleepTalk = play.Ask("a", "ack", "said in its sleep");
        await play.Program.WakeAsync();
        await play.DisconnectAsync("a", "ping timeout");
        relay.Thaw();
        await play.NextAsync("reconnect", "a");
        await play.ConnectAsync("a");
        await play.ReplyAsync(sleepTalk);
        play.Note(await server.ReceivedAsync(1));
    });

    [Fact]
    [Trait("Spec", "T-66")]
    public Task The_client_sleeps_until_the_server_has_closed() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { pingInterval = 300, pingTimeout = 600 });
        await play.ConnectedAsync("a", server.Url);
        await play.Program.SuspendAsync();
        await server.OpenAsync(0);
        await play.Program.WakeAsync();

        // Whichever it notices first, the clock or the closed connection.
        await play.NextAsync("reconnect", "a");
        await play.ConnectAsync("a");
        play.Forgive("disconnect");
    });
}
