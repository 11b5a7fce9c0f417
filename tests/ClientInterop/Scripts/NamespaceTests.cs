namespace SocketIO.ClientInterop;

/// <summary>Several namespaces, and those that do not let one in.</summary>
public sealed class NamespaceTests(Kit kit)
{
    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-039")]
    [Trait("Spec", "TST-139")]
    public Task Each_has_its_own_conversation(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        await play.ConnectedAsync("b", $"{server.Url}/admin", Client.Over(transport).With("auth", new { of = "b" }));
        await play.ConnectedAsync("c", $"{server.Url}/custom?q=1", Client.Over(transport));

        foreach (var socket in new[] { "a", "b", "c" })
        {
            await play.EmitAsync(socket, "echo", socket);
            await play.EventAsync(socket, "echoed");
            await play.AckAsync(socket, "ack", Play.Bytes(1));
        }

        await play.EmitAsync("b", "bye");
        await play.DisconnectAsync("b");
        await play.StateAsync("b");
        await play.AckAsync("a", "ack", "still here");
        play.Disconnect("a");
        await play.DisconnectAsync("a");
        await play.AckAsync("c", "ack", "still here");
        play.Connect("b");
        await play.ConnectAsync("b");
        await play.StateAsync("a");
        await play.StateAsync("b");
        play.Note($"{await server.ReportAsync("engines")} {await server.ReportAsync("ends")}");
    });

    [Theory]
    [InlineData("/nowhere", "polling")]
    [InlineData("/nowhere", "websocket")]
    [InlineData("/refuse-plain", "websocket")]
    [Trait("Spec", "CLI-045")]
    [Trait("Spec", "CLI-057")]
    public Task It_is_refused_for_good(string nsp, string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", server.Url + nsp, Client.Over(transport));
        await play.ConnectErrorAsync("a");
        await play.StateAsync("a");
        await server.OpenAsync(0);

        // Nobody tries again, and what is emitted waits for a connection that does not come.
        await play.EmitAsync("a", "echo", 1);
        await play.QuietAsync(150);
        play.Note((await server.ReportAsync("engines")).GetRawText());
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-028")]
    [Trait("Spec", "CLI-057")]
    [Trait("Spec", "TST-146")]
    public Task It_is_let_in_with_other_credentials(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", $"{server.Url}/refuse", Client.Over(transport).With("auth", new { token = "wrong" }));
        await play.ConnectErrorAsync("a", "refused by a middleware");
        await play.StateAsync("a");
        play.Connect("a");
        await play.ConnectErrorAsync("a", "refused by a middleware");
        play.Authenticate("a", new { token = "ok" });
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.AckAsync("a", "handshake");
        await play.StateAsync("a");
        play.Note((await server.ReportAsync("engines")).GetRawText());
    });

    [Fact]
    [Trait("Spec", "CLI-057")]
    public Task A_refusal_leaves_the_others_alone() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url);
        play.Open("b", $"{server.Url}/refuse");
        await play.ConnectErrorAsync("b");
        play.Open("c", $"{server.Url}/nowhere");
        await play.ConnectErrorAsync("c");
        await play.AckAsync("a", "ack", 1);
        await play.StateAsync("a");
        await play.StateAsync("b");
        play.Note((await server.ReportAsync("engines")).GetRawText());
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-028")]
    [Trait("Spec", "CLI-062")]
    [Trait("Spec", "T-102")]
    public Task All_come_back_after_a_cut(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        await play.ConnectedAsync("a", relay.Url, Client.Over(transport));
        await play.ConnectedAsync("b", $"{relay.Url}/record", Client.Over(transport).With("authCounter", true));
        await play.EventAsync("b", "recorded");
        await play.AckAsync("a", "ack", 1);
        await server.IdleAsync();

        for (var i = 1; i <= 2; i++)
        {
            relay.Cut();
            await play.DisconnectAsync("b");
            await play.NextAsync("reconnect", "b");
            await play.ConnectAsync("a");
            await play.ConnectAsync("b");
            await play.EventAsync("b", "recorded");
            await play.AckAsync("a", "ack", 1);
            await server.IdleAsync();
        }

        await play.StateAsync("a");
        await play.StateAsync("b");
    });
}
