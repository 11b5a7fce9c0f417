namespace SocketIO.ClientInterop;

/// <summary>Who ends a connection, what is said about it, and whether the client comes back.</summary>
public sealed class DisconnectTests(Kit kit)
{
    [Theory]
    [InlineData("bye", false, "polling")]
    [InlineData("bye", true, "polling")]
    [InlineData("bye", false, "websocket")]
    [InlineData("bye", true, "websocket")]
    [InlineData("last-words", false, "polling")]
    [InlineData("last-words", true, "polling")]
    [InlineData("last-words", false, "websocket")]
    [InlineData("last-words", true, "websocket")]
    [Trait("Spec", "CLI-045")]
    [Trait("Spec", "CLI-059")]
    [Trait("Spec", "T-68")]
    [Trait("Spec", "T-73")]
    public Task The_server_disconnects_it(string how, bool close, string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        await play.EmitAsync("a", how, close);
        await play.DisconnectAsync("a");
        await play.StateAsync("a");

        // It stays away until it is told to come back.
        await play.QuietAsync(120);
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.AckAsync("a", "ack", "back");
        await play.StateAsync("a");
    });

    [Theory]
    [InlineData("/kick", "polling")]
    [InlineData("/kick", "websocket")]
    [InlineData("/kick-close", "polling")]
    [InlineData("/kick-close", "websocket")]
    [Trait("Spec", "CLI-059")]
    public Task The_server_disconnects_it_at_once(string nsp, string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", server.Url + nsp, Client.Over(transport));
        await play.ConnectAsync("a");
        await play.EventAsync("a", "echoed");
        await play.DisconnectAsync("a");

        // A client with threads may have lost its id already when it is heard to have one.
        play.Forgive("connect");
        await play.StateAsync("a");
        await server.OpenAsync(0);
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-044")]
    [Trait("Spec", "CLI-059")]
    [Trait("Spec", "CLI-086")]
    [Trait("Spec", "T-107")]
    [Trait("Spec", "T-108")]
    [Trait("Spec", "TST-143")]
    public Task The_application_disconnects_it(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        await play.EmitAsync("a", "ignored", "on its way");
        play.Disconnect("a");
        await play.DisconnectAsync("a");
        await play.StateAsync("a");
        await server.OpenAsync(0);
        play.Note($"{await server.ReceivedAsync(1)} {await server.ReportAsync("ends")}");

        // A second time says nothing.
        play.Disconnect("a");
        await play.QuietAsync(120);
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.AckAsync("a", "ack", "back");
        await play.StateAsync("a");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-044")]
    [Trait("Spec", "TST-144")]
    public Task Disconnecting_while_it_connects_says_nothing(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", server.Url, Client.Over(transport));
        play.Disconnect("a");
        await play.StateAsync("a");
        await play.QuietAsync(200);
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-041")]
    [Trait("Spec", "CLI-059")]
    [Trait("Spec", "CLI-085")]
    public Task The_application_closes_the_connection_below(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        await play.ConnectedAsync("b", $"{server.Url}/admin", Client.Over(transport));
        play.CloseEngine("a");
        await play.NextAsync("reconnect", "b");
        await play.ConnectAsync("a");
        await play.ConnectAsync("b");
        await play.StateAsync("a");
        play.Note((await server.ReportAsync("engines")).GetRawText());
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-024")]
    [Trait("Spec", "TST-138")]
    public Task Without_reconnection_it_stays_away(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        await play.ConnectedAsync("a", relay.Url, Client.Over(transport).With("reconnection", false));
        await server.IdleAsync();
        relay.Cut();
        await play.DisconnectAsync("a");
        await play.StateAsync("a");
        await play.QuietAsync(150);
        play.Connect("a");
        await play.ConnectAsync("a");
    });
}
