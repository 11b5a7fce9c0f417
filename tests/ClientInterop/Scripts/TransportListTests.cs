namespace SocketIO.ClientInterop;

/// <summary>Which of the transports is taken.</summary>
public sealed class TransportListTests(Kit kit)
{
    [Theory]
    [InlineData("polling", "websocket", true)]
    [InlineData("polling", "websocket", false)]
    [InlineData("websocket", "polling", true)]
    [InlineData("websocket", "polling", false)]
    [Trait("Spec", "CLI-009")]
    [Trait("Spec", "CLI-012")]
    [Trait("Spec", "TST-076")]
    public Task Others_are_tried_when_that_is_wanted(string offered, string first, bool tryAllTransports) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { transports = new[] { offered } });
        var options = Client.Over(first, offered).With("tryAllTransports", tryAllTransports).With("reconnectionAttempts", 1);
        play.Open("a", server.Url, options);

        if (tryAllTransports)
        {
            await play.ConnectAsync("a");
            await play.AckAsync("a", "transport");
        }
        else
        {
            await play.ExhaustedAsync("a", 1);
        }

        await play.StateAsync("a");
    });

    [Fact]
    [Trait("Spec", "CLI-012")]
    public Task Each_attempt_begins_with_the_first() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        play.Begin(Outage.NotFound, relay);
        play.Open("a", relay.Url, Client.Over("polling", "websocket").With("tryAllTransports", true).With("reconnectionAttempts", 2));
        await play.ExhaustedAsync("a", 2);
    });

    [Fact]
    [Trait("Spec", "CLI-010")]
    [Trait("Spec", "TST-075")]
    public Task Without_any_there_is_no_connection() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", server.Url, Client.Over().With("reconnection", false));
        await play.ConnectErrorAsync("a");
        await play.StateAsync("a");
        play.Note((await server.ReportAsync("requests")).GetRawText());
    });
}
