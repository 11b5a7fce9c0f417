namespace SocketIO.ClientInterop;

/// <summary>What the details of a disconnection say about its cause.</summary>
public sealed class CloseDetailTests(Kit kit)
{
    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-060")]
    [Trait("Spec", "CLI-087")]
    [Trait("Spec", "CLI-090")]
    [Trait("Spec", "T-75")]
    public Task The_server_closes_the_connection(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        await server.IdleAsync();
        await server.CloseEnginesAsync();
        await play.DisconnectAsync("a");
        await play.ConnectAsync("a");
    });

    [Theory]
    [InlineData("polling", false)]
    [InlineData("polling", true)]
    [InlineData("websocket", false)]
    [InlineData("websocket", true)]
    [Trait("Spec", "CLI-060")]
    [Trait("Spec", "T-66")]
    [Trait("Spec", "T-75")]
    public Task The_network_ends_the_connection(string transport, bool isOrderly) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        await play.ConnectedAsync("a", relay.Url, Client.Over(transport));
        await server.IdleAsync();

        if (isOrderly)
        {
            relay.End();
        }
        else
        {
            relay.Cut();
        }

        await play.DisconnectAsync("a");
        await play.ConnectAsync("a");
        await play.StateAsync("a");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-060")]
    [Trait("Spec", "T-69")]
    [Trait("Spec", "T-70")]
    [Trait("Spec", "T-71")]
    [Trait("Spec", "T-72")]
    [Trait("Spec", "T-82")]
    [Trait("Spec", "TST-079")]
    public Task A_message_is_too_large_for_the_server(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { maxHttpBufferSize = 1000 });
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        await server.IdleAsync();
        await play.EmitAsync("a", "ignored", new string('x', 2000));
        await play.DisconnectAsync("a");
        await play.ConnectAsync("a");
        await play.AckAsync("a", "ack", "back");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "T-83")]
    public Task A_message_is_not_too_large_for_a_server_that_wants_it(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { maxHttpBufferSize = 100_000_000 });
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        await play.EmitAsync("a", "ignored", new string('x', 3_000_000));
        await play.AckAsync("a", "ack", "it took it");
    });

    [Theory]
    [InlineData("poll")]
    [InlineData("post")]
    [Trait("Spec", "T-57")]
    [Trait("Spec", "T-58")]
    [Trait("Spec", "T-59")]
    [Trait("Spec", "TST-080")]
    public Task A_request_reaches_another_node(string which) => kit.SameAsync(async play =>
    {
        var first = await play.ServerAsync();
        var second = await play.ServerAsync();
        string? misled = null;
        var relay = play.Owns(new HttpRelay(request => misled is null || (request.Sid == misled && request.Method != "POST" && which == "post") ? first.Port : second.Port));
        await play.ConnectedAsync("a", relay.Url, Client.Over("polling"));
        await first.IdleAsync();
        misled = relay.Requests[^1].Sid;

        // Something to answer ends the waiting poll; something to say is a request of its own.
        if (which == "poll")
        {
            await first.EmitAsync("news", 1);
            await play.EventAsync("a", "news");
        }
        else
        {
            await play.EmitAsync("a", "ignored");
        }

        await play.DisconnectAsync("a");
        await play.NextAsync("reconnect", "a");

        // The new session is one of the second node.
        await play.ConnectAsync("a");
        await play.StateAsync("a");
    });

    [Fact]
    [Trait("Spec", "T-59")]
    [Trait("Spec", "CLI-082")]
    public Task The_WebSocket_of_an_upgrade_reaches_another_node() => kit.SameAsync(async play =>
    {
        var first = await play.ServerAsync();
        var second = await play.ServerAsync();
        var relay = play.Owns(new HttpRelay(request => request.IsUpgrade ? second.Port : first.Port));
        await play.ConnectedAsync("a", relay.Url, Client.Over("upgraded"));
        await second.ReportAsync("requests", "the upgrade", requests => requests.GetArrayLength() > 0);

        for (var i = 0; i < 5; i++)
        {
            await play.AckAsync("a", "transport");
        }

        await play.StateAsync("a");
        play.Note($"{await first.ReportAsync("engines")} {await second.ReportAsync("engines")}");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "TST-080")]
    [Trait("Spec", "CLI-087")]
    public Task The_server_forgets_the_session(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));
        await server.IdleAsync();
        await server.ForgetAsync();
        await server.EmitAsync("news", 1);
        await play.EventAsync("a", "news");

        if (transport == "polling")
        {
            // The next poll finds nobody.
            await play.DisconnectAsync("a");
            await play.ConnectAsync("a");
        }

        await play.AckAsync("a", "ack", "all the same");
    });
}
