using System.Net;
using SocketIO.Tests;

namespace SocketIO.Engine.Tests;

public sealed class PollingTests
{
    [Fact]
    [Trait("Spec", "EIO-072")]
    [Trait("Spec", "EIO-082")]
    [Trait("Spec", "EIO-088")]
    [Trait("Spec", "TST-172")]
    public async Task Packets_of_one_body_are_answered_in_one_payload_and_in_order()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();

        using var ok = await host.PostAsync(sid, "4one\u001e4two\u001ebAQIDBA==");

        Assert.Equal("ok", await ok.Content.ReadAsStringAsync());
        Assert.Equal("text/html", ok.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-store", ok.Headers.CacheControl!.ToString());
        Assert.Equal("4one\u001e4two\u001ebAQIDBA==", await host.PollTextAsync(sid));
    }

    [Fact]
    [Trait("Spec", "EIO-085")]
    [Trait("Spec", "TST-022")]
    public async Task A_close_answers_the_waiting_poll()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();
        var poll = host.PollTextAsync(sid);
        await Wait.Until("the poll to wait", () => connection.Session.IsWritable);

        connection.Session.Close();

        Assert.Equal("1", await Wait.For("the poll", poll));
        Assert.Equal((CloseReason.ForcedClose, null), await Wait.For("the end", connection.Closed));
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PollAsync(sid)).StatusCode);
    }

    [Fact]
    [Trait("Spec", "EIO-085")]
    [Trait("Spec", "EIO-132")]
    [Trait("Spec", "TST-036")]
    public async Task A_close_without_a_poll_waits_for_one_and_delivers_what_was_sent_first()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();
        await connection.Session.SendMessageAsync("last words");

        connection.Session.Close();
        Assert.Equal(SessionState.Closing, connection.Session.State);
        await connection.Session.SendMessageAsync("too late");

        Assert.Equal("4last words", await host.PollTextAsync(sid));
        Assert.Equal("6\u001e1", await host.PollTextAsync(sid));
        Assert.Equal(CloseReason.ForcedClose, (await Wait.For("the end", connection.Closed)).Reason);
    }

    [Fact]
    [Trait("Spec", "EIO-085")]
    public async Task A_closing_session_looks_at_nothing_that_comes_before_the_poll_which_fetches_the_close()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();
        connection.Session.Close();

        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync(sid, "no packet")).StatusCode);

        Assert.Equal("6\u001e1", await host.PollTextAsync(sid));
        Assert.Equal(CloseReason.ForcedClose, (await Wait.For("the end", connection.Closed)).Reason);
    }

    [Fact]
    [Trait("Spec", "EIO-085")]
    public async Task A_closing_session_ends_at_once_when_the_peer_closes_too()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();
        connection.Session.Close();

        await host.PostAsync(sid, "1");

        Assert.Equal(CloseReason.TransportClose, (await Wait.For("the end", connection.Closed)).Reason);
    }

    [Fact]
    [Trait("Spec", "EIO-085")]
    [Trait("Spec", "EIO-137")]
    public async Task A_close_that_nobody_fetches_ends_the_session_after_thirty_seconds()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time);
        await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();

        connection.Session.Close();
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(connection.Closed.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(CloseReason.ForcedClose, (await Wait.For("the end", connection.Closed)).Reason);
        Assert.Equal(0, host.Server.ClientsCount);
    }

    [Fact]
    [Trait("Spec", "EIO-132")]
    [Trait("Spec", "TST-036")]
    public async Task A_close_that_discards_does_not_wait()
    {
        await using var host = await EngineHost.StartAsync();
        await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();
        await connection.Session.SendMessageAsync("never");

        connection.Session.Close(discard: true);

        Assert.Equal(CloseReason.ForcedClose, (await Wait.For("the end", connection.Closed)).Reason);
    }

    [Fact]
    [Trait("Spec", "EIO-082")]
    [Trait("Spec", "TST-025")]
    public async Task A_handler_that_closes_suppresses_the_rest_of_the_body()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();
        connection.Handler = _ =>
        {
            connection.Session.Close(discard: true);
            return default;
        };

        using var ok = await host.PostAsync(sid, "4one\u001e4two");

        Assert.Equal(HttpStatusCode.OK, ok.StatusCode);
        Assert.Equal(["one"], connection.Messages);
    }

    [Fact]
    [Trait("Spec", "EIO-062")]
    [Trait("Spec", "EIO-063")]
    [Trait("Spec", "EIO-129")]
    [Trait("Spec", "TST-056")]
    [Trait("Spec", "TST-014")]
    public async Task A_session_knows_the_request_that_opened_it()
    {
        await using var host = await EngineHost.StartAsync();

        await host.Client.GetStringAsync(EngineHost.Query() + "&token=a%20b");
        var session = (await host.ConnectionAsync()).Session;

        Assert.Equal("a b", session.Request.Query["token"]);
        Assert.Equal("127.0.0.1", session.Request.Address);
        Assert.Equal(4, session.Protocol);
        Assert.Equal(TransportKind.Polling, session.Transport);
        Assert.Equal(SessionState.Open, session.State);
        Assert.False(session.Upgraded);
        Assert.NotEqual(session.Id, session.LogId.ToString());
    }

    [Fact]
    [Trait("Spec", "EIO-131")]
    [Trait("Spec", "EIO-133")]
    public async Task A_sender_waits_while_its_backlog_is_high_and_goes_on_when_it_has_shrunk()
    {
        await using var host = await EngineHost.StartAsync(o => o.MaxPollingResponseBytes = 80_000);
        var sid = await host.OpenPollingAsync();
        var session = (await host.ConnectionAsync()).Session;

        Assert.True(session.SendMessageAsync("small").IsCompletedSuccessfully);
        var backlog = session.SendMessageAsync(new string('x', 100_000)).AsTask();
        Assert.False(backlog.IsCompleted);

        Assert.Equal("4small", await host.PollTextAsync(sid));
        Assert.Equal(100_001, (await host.PollTextAsync(sid)).Length);
        await Wait.For("the sender to go on", backlog);
    }

    [Fact]
    [Trait("Hostile", "J1")]
    public async Task A_client_that_never_reads_is_cut_at_the_limit()
    {
        await using var host = await EngineHost.StartAsync(o => o.SendQueueBytes = 1_000_000);
        await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();

        for (var i = 0; i < 9; i++)
        {
            _ = connection.Session.SendMessageAsync(new string('x', 100_000));
        }

        Assert.False(connection.Closed.IsCompleted);
        _ = connection.Session.SendMessageAsync(new string('x', 100_000));
        Assert.Equal(CloseReason.TransportError, (await Wait.For("the end", connection.Closed)).Reason);
        Assert.Equal(0, host.Server.Outbox.Bytes);
    }

    [Fact]
    [Trait("Hostile", "J1")]
    public async Task The_longest_queue_goes_first_when_all_together_hold_too_much()
    {
        await using var host = await EngineHost.StartAsync(o => o.SendQueueBytes = (int)(o.SendQueueBytesTotal = 1_000_000));
        await host.OpenPollingAsync();
        await host.OpenPollingAsync();
        var greedy = await host.ConnectionAsync(0);
        var modest = await host.ConnectionAsync(1);

        _ = greedy.Session.SendMessageAsync(new string('x', 900_000));
        _ = modest.Session.SendMessageAsync(new string('x', 200_000));

        Assert.Equal(CloseReason.TransportError, (await Wait.For("the end", greedy.Closed)).Reason);
        Assert.False(modest.Closed.IsCompleted);
    }

    [Fact]
    [Trait("Hostile", "J3")]
    public async Task One_response_carries_a_bounded_part_of_the_backlog()
    {
        await using var host = await EngineHost.StartAsync(o => o.MaxPollingResponseBytes = 250_000);
        var sid = await host.OpenPollingAsync();
        var session = (await host.ConnectionAsync()).Session;

        for (var i = 0; i < 3; i++)
        {
            _ = session.SendMessageAsync(new string('x', 100_000));
        }

        Assert.Equal(200_003, (await host.PollTextAsync(sid)).Length);
        Assert.Equal(100_001, (await host.PollTextAsync(sid)).Length);
    }
}
