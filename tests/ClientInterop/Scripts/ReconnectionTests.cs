namespace SocketIO.ClientInterop;

/// <summary>Coming back: when, how often, and what stops it.</summary>
public sealed class ReconnectionTests(Kit kit)
{
    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-027")]
    [Trait("Spec", "CLI-033")]
    [Trait("Spec", "CLI-036")]
    [Trait("Spec", "TST-136")]
    public Task It_comes_back_at_the_third_attempt_and_counts_anew(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var failures = 3;
        var relay = play.Owns(new HttpRelay(request => request.IsHandshake && Interlocked.Decrement(ref failures) >= 0 ? null : server.Port));
        play.Open("a", relay.Url, Client.Over(transport));
        await play.NextAsync("reconnect", "a");
        await play.ConnectAsync("a");
        await server.IdleAsync();

        Volatile.Write(ref failures, 2);
        await server.CloseEnginesAsync();
        await play.DisconnectAsync("a");
        await play.NextAsync("reconnect", "a");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
    });

    [Fact]
    [Trait("Spec", "CLI-028")]
    public Task The_auth_function_is_asked_each_time() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Owns(new HttpRelay(HttpRelay.After(2, server.Port)));
        play.Open("a", $"{relay.Url}/record", Client.Over("websocket").With("authCounter", true));
        await play.ConnectAsync("a");
        await play.EventAsync("a", "recorded");

        for (var i = 0; i < 3; i++)
        {
            await server.CloseEnginesAsync();
            await play.DisconnectAsync("a");
            await play.ConnectAsync("a");
            await play.EventAsync("a", "recorded");
        }

        play.Note((await server.ReportAsync("connections")).GetRawText());
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-024")]
    [Trait("Spec", "CLI-032")]
    [Trait("Spec", "TST-136")]
    public Task The_application_stops_it(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        play.Begin(Outage.Resets, relay);
        play.Open("a", relay.Url, Client.Over(transport).With("reconnectionDelay", 150).With("reconnectionDelayMax", 150));
        await play.AttemptAsync("a", 1);
        await play.NextAsync("reconnect_error", "a");
        play.Disconnect("a");
        await play.StateAsync("a");
        await play.QuietAsync(400);

        Play.End(Outage.Resets, relay, server.Port);
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
    });

    [Fact]
    [Trait("Spec", "TST-137")]
    [Trait("Spec", "CLI-039")]
    public Task One_socket_stops_and_the_other_goes_on() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        var options = Client.Over("websocket").With("reconnectionDelay", 200).With("reconnectionDelayMax", 200);
        await play.ConnectedAsync("a", relay.Url, options);
        await play.ConnectedAsync("b", $"{relay.Url}/admin", options);
        play.Begin(Outage.Resets, relay);
        relay.Cut();
        await play.DisconnectAsync("a");
        await play.DisconnectAsync("b");
        await play.NextAsync("reconnect_error", "b");
        play.Disconnect("a");
        Play.End(Outage.Resets, relay, server.Port);
        await play.NextAsync("reconnect", "b");
        await play.ConnectAsync("b");
        await play.AckAsync("b", "ack", "back");
        await play.StateAsync("a");
        await play.StateAsync("b");
        play.Connect("a");
        await play.ConnectAsync("a");
        play.Note((await server.ReportAsync("engines")).GetRawText());
    });

    [Fact]
    [Trait("Spec", "CLI-024")]
    [Trait("Spec", "CLI-062")]
    public Task Without_a_number_of_attempts_it_goes_on() => kit.SameAsync(async play =>
    {
        var relay = play.Relay(0);
        play.Begin(Outage.Resets, relay);
        var options = Client.Over("websocket").With("reconnectionAttempts", 0).With("reconnectionDelay", 5).With("reconnectionDelayMax", 10);
        play.Open("a", relay.Url, options);
        await play.AttemptAsync("a", 12);
    });

    [Fact]
    [Trait("Spec", "CLI-031")]
    [Trait("Spec", "CLI-044")]
    public Task Connecting_while_it_reconnects_makes_no_second_connection() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        play.Begin(Outage.NotFound, relay);
        play.Open("a", relay.Url, Client.Over("polling").With("reconnectionDelay", 150).With("reconnectionDelayMax", 150));
        await play.ConnectErrorAsync("a");
        play.Connect("a");
        play.Connect("a");
        play.Open("b", $"{relay.Url}/admin", Client.Over("polling"));
        Play.End(Outage.NotFound, relay, server.Port);
        await play.NextAsync("reconnect", "b");
        await play.ConnectAsync("a");
        await play.ConnectAsync("b");
        await play.AckAsync("a", "ack", 1);
        play.Note($"{await server.ReportAsync("engines")} {(await server.ReportAsync("connections")).GetArrayLength()}");
    });

    [Fact]
    [Trait("Spec", "CLI-024")]
    [Trait("Spec", "CLI-027")]
    [Trait("Spec", "TST-136")]
    public Task It_gives_up_and_the_next_time_counts_anew() => kit.SameAsync(async play =>
    {
        var relay = play.Relay(0);
        play.Begin(Outage.NotFound, relay);
        play.Open("a", relay.Url, Client.Over("polling").With("reconnectionAttempts", 3));
        await play.ExhaustedAsync("a", 3);
        await play.QuietAsync(120);
        play.Connect("a");
        await play.ExhaustedAsync("a", 3);
        play.Disconnect("a");
        await play.StateAsync("a");
        play.Connect("a");
        await play.ExhaustedAsync("a", 3);
        await play.StateAsync("a");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-024")]
    [Trait("Spec", "CLI-035")]
    [Trait("Spec", "TST-138")]
    public Task A_connection_may_take_no_time_at_all(string transport) => kit.SameAsync(async play =>
    {
        var relay = play.Relay(0);
        play.Begin(Outage.Hangs, relay);
        play.Open("a", relay.Url, Client.Over(transport).With("timeout", 0).With("reconnectionAttempts", 2));
        await play.ExhaustedAsync("a", 2);
    });

    [Fact]
    [Trait("Spec", "CLI-061")]
    public Task The_connection_ends_before_the_namespace_has_answered() => kit.SameAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over("websocket"));
        var first = await server.SessionAsync(1);
        first.Open();
        await first.ExpectAsync("40");
        first.WebSocket!.Drop();
        await play.DisconnectAsync("a");
        await (await server.SessionAsync(2)).ConnectAsync();
        await play.ConnectAsync("a");
    });
}
