namespace SocketIO.ClientInterop;

/// <summary>What is emitted while there is no connection, and what becomes of questions when it ends.</summary>
public sealed class BufferTests(Kit kit)
{
    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-055")]
    [Trait("Spec", "CLI-064")]
    [Trait("Spec", "TST-147")]
    public Task Events_wait_for_the_connection_and_go_in_order(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", server.Url, Client.Over(transport).With("autoConnect", false));
        var answers = new List<int>();

        for (var i = 0; i < 10; i++)
        {
            await play.EmitAsync("a", "ignored", i, i % 3 == 0 ? Play.Bytes((byte)i) : "text");
            answers.Add(play.Ask("a", "ack", i));
        }

        await play.StateAsync("a");
        play.Connect("a");
        await play.ConnectAsync("a");

        foreach (var answer in answers)
        {
            await play.ReplyAsync(answer);
        }

        await play.EmitAsync("a", "ignored", "after");
        play.Note(await server.ReceivedAsync(21));
    });

    [Fact]
    [Trait("Spec", "CLI-064")]
    [Trait("Spec", "TST-147")]
    public Task Events_wait_for_the_next_connection() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        await play.ConnectedAsync("a", relay.Url);
        play.Begin(Outage.Resets, relay);
        relay.Cut();
        await play.DisconnectAsync("a");

        for (var i = 0; i < 5; i++)
        {
            await play.EmitAsync("a", "ignored", i);
        }

        Play.End(Outage.Resets, relay, server.Port);
        await play.ConnectAsync("a");
        play.Note(await server.ReceivedAsync(5));

        // How many attempts that took is a matter of time.
        play.ForgetLines();
    });

    [Fact]
    [Trait("Spec", "CLI-048")]
    [Trait("Spec", "TST-148")]
    public Task A_question_whose_time_is_up_is_never_sent() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", server.Url, Client.Over("websocket").With("autoConnect", false));
        var first = play.AskWithin(30, "a", "ack", "too late");
        var second = play.AskWithin(20_000, "a", "ack", "in time");
        var third = play.Ask("a", "ack", "for ever");
        await play.ReplyAsync(first);
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.ReplyAsync(second);
        await play.ReplyAsync(third);
        play.Note(await server.ReceivedAsync(2));
    });

    [Fact]
    [Trait("Spec", "CLI-029")]
    [Trait("Spec", "TST-148")]
    public Task The_option_limits_every_question() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", server.Url, Client.Over("websocket").With("autoConnect", false).With("ackTimeout", 300));
        await play.ReplyAsync(play.Ask("a", "ack", "nobody is there"));
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.ReplyAsync(play.Ask("a", "ack-never"));
        await play.ReplyAsync(play.AskWithin(20_000, "a", "ack-late", 120));
        await play.ReplyAsync(play.AskWithin(20, "a", "ack-never"));
        play.Note(await server.ReceivedAsync(3));
    });

    [Theory]
    [InlineData("application")]
    [InlineData("server")]
    [InlineData("network")]
    [Trait("Spec", "CLI-066")]
    [Trait("Spec", "CLI-067")]
    [Trait("Spec", "TST-148")]
    public Task Questions_that_were_sent_end_with_the_connection(string who) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        await play.ConnectedAsync("a", relay.Url);
        var first = play.AskWithin(30_000, "a", "ack-never", 1);
        var second = play.AskWithin(30_000, "a", "ack-never", 2);
        await server.ReceivedAsync(2);

        switch (who)
        {
            case "application":
                play.Disconnect("a");
                break;
            case "server":
                await play.EmitAsync("a", "bye");
                break;
            default:
                relay.Cut();
                break;
        }

        await play.DisconnectAsync("a");
        await play.ReplyAsync(first);
        await play.ReplyAsync(second);
    });

    [Fact]
    [Trait("Spec", "CLI-066")]
    [Trait("Spec", "TST-148")]
    public Task Questions_that_were_not_sent_outlive_it() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url);
        play.Disconnect("a");
        await play.DisconnectAsync("a");
        var plain = play.Ask("a", "ack", "plain");
        var limited = play.AskWithin(30_000, "a", "ack", "limited");

        // It ends once more before they can go.
        play.Connect("a");
        play.Disconnect("a");
        await play.StateAsync("a");
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.ReplyAsync(plain);
        await play.ReplyAsync(limited);
        play.Note(await server.ReceivedAsync(2));
    });
}
