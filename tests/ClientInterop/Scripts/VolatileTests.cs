namespace SocketIO.ClientInterop;

/// <summary>Events that may be lost: which are.</summary>
public sealed class VolatileTests(Kit kit)
{
    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-049")]
    [Trait("Spec", "TST-147")]
    public Task Before_the_first_connection_they_are_lost(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        play.Open("a", server.Url, Client.Over(transport).With("autoConnect", false));
        await play.EmitVolatileAsync("a", "ignored", "lost");
        play.Connect("a");
        await play.EmitVolatileAsync("a", "ignored", "lost, too");
        await play.EmitAsync("a", "ignored", "kept");
        await play.ConnectAsync("a");
        await play.AckAsync("a", "ack", "end");
        play.Note(await server.ReceivedAsync(2));
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-049")]
    public Task While_it_is_connected_they_go(string transport) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over(transport));

        for (var i = 0; i < 3; i++)
        {
            // What is under way must have arrived: while something is being written they may be lost.
            await play.AckAsync("a", "ack", "barrier");
            await server.IdleAsync();
            await play.EmitVolatileAsync("a", "echo", i, Play.Bytes(1));
            await play.EventAsync("a", "echoed");
        }

        play.Note(await server.ReceivedAsync(6));
    });

    [Fact]
    [Trait("Spec", "CLI-049")]
    public Task While_attempts_fail_they_are_lost() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        var relay = play.Relay(server.Port);
        play.Begin(Outage.Hangs, relay);
        play.Open("a", relay.Url, Client.Over("websocket").With("reconnectionAttempts", 1).With("timeout", 700));
        await play.AttemptAsync("a", 1);
        await play.EmitVolatileAsync("a", "ignored", "lost while it opens");
        await play.ExhaustedAsync("a", 1);
        await play.EmitVolatileAsync("a", "ignored", "lost after it has failed");
        await play.EmitAsync("a", "ignored", "kept");
        Play.End(Outage.Hangs, relay, server.Port);
        play.Connect("a");
        await play.ConnectAsync("a");
        await play.AckAsync("a", "ack", "end");
        play.Note(await server.ReceivedAsync(2));
    });

    [Fact]
    [Trait("Spec", "CLI-049")]
    public Task With_retries_they_do_not_wait_in_the_queue() => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over("websocket").With("retries", 1).With("ackTimeout", 10_000));
        await play.EmitAsync("a", "ack-never", "head of the queue");
        await server.ReceivedAsync(1);
        await play.EmitAsync("a", "ignored", "waits");
        await play.EmitVolatileAsync("a", "ignored", "overtakes");
        play.Note(await server.ReceivedAsync(2));
    });
}
