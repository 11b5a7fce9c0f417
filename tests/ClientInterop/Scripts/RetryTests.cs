namespace SocketIO.ClientInterop;

/// <summary>The queue of the option retries: one at a time, so many tries, in order.</summary>
public sealed class RetryTests(Kit kit)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [Trait("Spec", "CLI-069")]
    [Trait("Spec", "CLI-070")]
    [Trait("Spec", "CLI-073")]
    [Trait("Spec", "TST-150")]
    public Task It_tries_so_often_and_goes_on(int retries) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over("websocket").With("retries", retries).With("ackTimeout", 300));
        var first = play.Ask("a", "ack-never", "first");
        await play.EmitAsync("a", "ack-never", "nobody asks");
        var third = play.Ask("a", "ack", "third");
        await play.ReplyAsync(first);
        await play.ReplyAsync(third);
        play.Note(await server.ReceivedAsync((2 * (retries + 1)) + 1));
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-070")]
    [Trait("Spec", "CLI-072")]
    [Trait("Spec", "TST-150")]
    public Task The_answer_to_the_last_try_counts(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport).With("retries", 2).With("ackTimeout", 400));
        await play.AckAsync("a", "ack-nth", 3, "key");
        await play.AckAsync("a", "ack", Play.Bytes(1), null, "more");
        play.Note(await server.ReceivedAsync(4));
    });

    [Fact]
    [Trait("Spec", "CLI-072")]
    public Task The_time_of_one_event_overrules_the_option() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over("websocket").With("retries", 1).With("ackTimeout", 30_000));
        await play.ReplyAsync(play.AskWithin(40, "a", "ack-never", "short"));
        play.Note(await server.ReceivedAsync(2));
    });

    [Fact]
    [Trait("Spec", "CLI-055")]
    [Trait("Spec", "CLI-071")]
    [Trait("Spec", "TST-150")]
    public Task Nothing_goes_while_there_is_no_connection() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", server.Url, Client.Over("websocket").With("autoConnect", false).With("retries", 2).With("ackTimeout", 400));
        var first = play.Ask("a", "ack", 1);
        var second = play.Ask("a", "ack", 2);

        // Neither is tried, so neither fails.
        await play.QuietAsync(1000);
        play.Connect("a");
        await play.ReplyAsync(first);
        await play.ReplyAsync(second);
        await play.ConnectAsync("a");
    });

    [Fact]
    [Trait("Spec", "CLI-071")]
    [Trait("Spec", "CLI-072")]
    [Trait("Spec", "TST-150")]
    public Task A_new_connection_tries_again() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over("websocket").With("retries", 2).With("ackTimeout", 30_000));
        var first = play.Ask("a", "ack-nth", 2, "head");
        var second = play.Ask("a", "ack", "second");
        await server.ReceivedAsync(1);
        await server.CloseEnginesAsync();
        await play.DisconnectAsync("a");
        await play.ConnectAsync("a");
        await play.ReplyAsync(first);
        await play.ReplyAsync(second);
        play.Note(await server.ReceivedAsync(3));
    });

    [Fact]
    [Trait("Spec", "CLI-070")]
    [Trait("Spec", "CLI-071")]
    public Task Each_connection_is_a_try() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over("websocket").With("retries", 2).With("ackTimeout", 30_000));
        var first = play.Ask("a", "ack-never", "head");

        for (var i = 1; i <= 3; i++)
        {
            await server.ReceivedAsync(i);
            await server.CloseEnginesAsync();
            await play.DisconnectAsync("a");
            await play.ConnectAsync("a");
        }

        // The third disconnection was the end of the third try.
        await play.ReplyAsync(first);
        await play.AckAsync("a", "ack", "next");
        play.Note(await server.ReceivedAsync(4));
    });
}
