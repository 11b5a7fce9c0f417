namespace SocketIO.ClientInterop;

/// <summary>A server that is not there: what the client says in which order, until it gives up, and that it comes back.</summary>
public sealed class OutageTests(Kit kit)
{
    public static TheoryData<Outage, string> All => new MatrixTheoryData<Outage, string>(Enum.GetValues<Outage>(), ["polling", "websocket"]);

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Spec", "CLI-034")]
    [Trait("Spec", "CLI-035")]
    [Trait("Spec", "CLI-036")]
    [Trait("Spec", "CLI-056")]
    [Trait("Spec", "T-05")]
    [Trait("Spec", "T-06")]
    [Trait("Spec", "T-07")]
    [Trait("Spec", "T-08")]
    [Trait("Spec", "T-09")]
    [Trait("Spec", "TST-144")]
    [Trait("Hostile", "M17")]
    [Trait("Hostile", "M18")]
    public Task The_first_connection_fails(Outage outage, string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        play.Begin(outage, relay);

        play.Open("a", relay.Url, Options(outage, transport));
        await play.ExhaustedAsync("a", 2);
        await play.StateAsync("a");

        Play.End(outage, relay, server.Port);
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
    });

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Spec", "T-66")]
    [Trait("Spec", "T-67")]
    [Trait("Spec", "CLI-027")]
    [Trait("Spec", "TST-138")]
    public Task The_connection_is_cut_and_the_server_stays_away(Outage outage, string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        await play.ConnectedAsync("a", relay.Url, Options(outage, transport));
        await server.IdleAsync();

        play.Begin(outage, relay);
        relay.Cut();
        await play.DisconnectAsync("a");
        await play.ExhaustedAsync("a", 2);
        await play.StateAsync("a");

        Play.End(outage, relay, server.Port);
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
    });

    // Long enough for a program that has just started on a busy machine; only who hangs is waited for.
    private static Client Options(Outage outage, string transport)
        => Client.Over(transport).With("reconnectionAttempts", 2).With("timeout", outage == Outage.Hangs ? 700 : 20_000);
}
