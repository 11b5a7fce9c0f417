using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>HTTP long-polling, request by request.</summary>
public sealed class PollingTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    private ScriptedServer Server => _bed.Server;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private SocketIOClient Watched(Action<SocketIOClientOptions>? configure = null)
    {
        var client = _bed.Polling(configure);
        _bed.Seen.Watch(client);
        return client;
    }

    [Fact]
    [Trait("Spec", "CLI-077")]
    [Trait("Spec", "CLI-089")]
    [Trait("Spec", "CLI-095")]
    [Trait("Spec", "T-87")]
    [Trait("Spec", "T-88")]
    [Trait("Spec", "T-89")]
    public async Task A_session_is_a_handshake_a_body_and_polls()
    {
        var client = Watched(o => o.AuthPayload = new { token = "abc" });
        client.Connect();

        var handshake = await Server.PollAsync();
        Assert.Equal(("GET", "/socket.io/", "4", "polling", null), (handshake.Method, handshake.Path, handshake.Query["EIO"], handshake.Query["transport"], handshake.Query["sid"]));
        Assert.Equal("*/*", handshake.Headers["Accept"]);
        await handshake.OkAsync("0" + Bed.Handshake);

        var post = await Server.PostAsync();
        Assert.Equal(("engine", """40{"token":"abc"}""", "text/plain;charset=UTF-8", "*/*"), (post.Query["sid"], post.Body, post.Headers["Content-Type"].Replace(" ", "", StringComparison.Ordinal), post.Headers["Accept"]));
        await post.OkAsync("ok");

        var poll = await Server.PollAsync();
        Assert.Equal("engine", poll.Query["sid"]);
        Assert.NotEqual(handshake.Query["t"], poll.Query["t"]);
        await poll.OkAsync("40{\"sid\":\"socket\"}\u001e42[\"a\",1]\u001e42[\"b\",2]");
        await _bed.Seen.ExpectAsync("connect", "a(1)", "b(2)");
        Assert.Equal(("socket", "polling"), (client.Id, client.Connection.TransportName));
    }

    [Fact]
    [Trait("Spec", "CLI-096")]
    [Trait("Spec", "CLI-084")]
    public async Task Binary_data_is_base64_both_ways()
    {
        var client = Watched();
        await _bed.ConnectByPollingAsync(client);
        await client.EmitAsync("data", new byte[] { 1, 2, 3, 4 });
        await Server.ExpectPostAsync("451-[\"data\",{\"_placeholder\":true,\"num\":0}]\u001ebAQIDBA==");
        await Server.AnswerPollAsync("451-[\"data\",{\"_placeholder\":true,\"num\":0}]\u001ebBQYH");
        await _bed.Seen.ExpectAsync("connect", "data(<050607>)");
    }

    [Fact]
    [Trait("Spec", "CLI-084")]
    public async Task What_gathers_while_a_body_is_under_way_leaves_together()
    {
        var client = _bed.Polling();
        await _bed.ConnectByPollingAsync(client);
        await client.EmitAsync("first");
        var post = await Server.PostAsync();
        await client.EmitAsync("second");
        await client.EmitAsync("third");
        await post.OkAsync("ok");
        await Server.ExpectPostAsync("42[\"second\"]\u001e42[\"third\"]");
    }

    [Theory]
    [Trait("Spec", "CLI-084")]
    [Trait("Spec", "TST-073")]
    [InlineData(21, "42[\"aaaa\"]|42[\"bbbb\"]", "42[\"cccc\"]")]
    [InlineData(20, "42[\"aaaa\"]", "42[\"bbbb\"]", "42[\"cccc\"]")]
    [InlineData(32, "42[\"aaaa\"]|42[\"bbbb\"]|42[\"cccc\"]")]
    [InlineData(31, "42[\"aaaa\"]|42[\"bbbb\"]", "42[\"cccc\"]")]
    public async Task A_body_is_no_larger_than_the_server_accepts(int maxPayload, params string[] bodies)
    {
        var client = _bed.Polling();
        await _bed.ConnectByPollingAsync(client, Bed.Handshake.Replace("1000000", $"{maxPayload}", StringComparison.Ordinal));
        await client.EmitAsync("x");
        var post = await Server.PostAsync();

        foreach (var name in new[] { "aaaa", "bbbb", "cccc" })
        {
            await client.EmitAsync(name);
        }

        await post.OkAsync("ok");

        foreach (var body in bodies)
        {
            await Server.ExpectPostAsync(body.Replace('|', '\u001e'));
        }
    }

    [Fact]
    [Trait("Spec", "CLI-084")]
    [Trait("Spec", "TST-073")]
    public async Task Binary_data_counts_as_its_base64()
    {
        var client = _bed.Polling(o => o.CheckMaxPayload = false);
        await _bed.ConnectByPollingAsync(client, Bed.Handshake.Replace("1000000", "60", StringComparison.Ordinal));
        await client.EmitAsync("x");
        var post = await Server.PostAsync();

        // 41 characters and, with the separator, 18; then 22.
        await client.EmitAsync("d", new byte[12]);
        await client.EmitAsync("d", new byte[15]);
        await post.OkAsync("ok");
        await Server.ExpectPostAsync("451-[\"d\",{\"_placeholder\":true,\"num\":0}]\u001ebAAAAAAAAAAAAAAAA");
        await Server.ExpectPostAsync("451-[\"d\",{\"_placeholder\":true,\"num\":0}]");
        await Server.ExpectPostAsync("bAAAAAAAAAAAAAAAAAAAA");
    }

    [Theory]
    [Trait("Spec", "CLI-056")]
    [Trait("Spec", "CLI-087")]
    [Trait("Spec", "T-05")]
    [Trait("Spec", "T-06")]
    [Trait("Spec", "T-07")]
    [Trait("Spec", "T-08")]
    [Trait("Spec", "T-09")]
    [Trait("Spec", "T-64")]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(502)]
    [InlineData(204)]
    public async Task A_handshake_that_is_refused_says_how(int status)
    {
        ConnectErrorException? error = null;
        var client = Watched();
        client.OnConnectError(e => error = e);
        client.Connect();
        var poll = await Server.PollAsync();
        await poll.RespondAsync(status, status == 204 ? "" : "Nobody home");
        await _bed.Seen.ExpectAsync("connect_error xhr poll error");
        await Bed.SettleAsync(client);
        Assert.Equal((status, status, "GET", "polling", $"{Server.Url}/socket.io/"), (error!.StatusCode, error.Context!.StatusCode, error.Context.Method, error.Context.Transport, error.Context.Url.ToString()));
        Assert.Equal(status == 204 ? "" : "Nobody home", error.Context.ResponseText);
        Assert.False(error.IsRefusal);
        Assert.True(client.Active);
        _bed.Advance(client, 1);
        await Server.PollAsync();
    }

    [Fact]
    [Trait("Spec", "CLI-056")]
    [Trait("Spec", "T-09")]
    public async Task A_port_where_nobody_listens_is_an_error_that_is_tried_again()
    {
        ConnectErrorException? error = null;
        var client = Watched();
        client.OnConnectError(e => error = e);
        await Server.DisposeAsync();
        client.Connect();
        await _bed.Seen.ExpectAsync("connect_error xhr poll error");
        await Bed.SettleAsync(client);
        Assert.StartsWith($"Nothing listens at {Server.Url}/", error!.Advice, StringComparison.Ordinal);
        Assert.Null(error.StatusCode);
        _bed.Advance(client, 1);
        await _bed.Seen.ExpectAsync("connect_error xhr poll error");
    }

    [Theory]
    [Trait("Spec", "TST-080")]
    [Trait("Spec", "T-59")]
    [Trait("Spec", "T-58")]
    [Trait("Spec", "CLI-060")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_the_server_does_not_know_any_more_is_an_error(bool byPoll)
    {
        DisconnectDetails? details = null;
        var client = Watched();
        client.OnDisconnect((_, d) => details = d);
        await _bed.ConnectByPollingAsync(client);
        const string Body = """{"code":1,"message":"Session ID unknown"}""";

        if (byPoll)
        {
            await (await Server.PollAsync()).RespondAsync(400, Body);
        }
        else
        {
            await client.EmitAsync("x");
            await (await Server.PostAsync()).RespondAsync(400, Body);
        }

        await _bed.Seen.ExpectAsync("connect", "disconnect transport error");
        await Bed.SettleAsync(client);
        Assert.Equal((byPoll ? "xhr poll error" : "xhr post error", 400, Body), (details!.Message, details.StatusCode, details.Context!.ResponseText));
        Assert.IsType<TransportException>(details.Error);
        _bed.Advance(client, 1);
        Assert.Null((byPoll ? await Server.PollAsync() : await NewPollAsync()).Query["sid"]);
    }

    // The poll that was pending when the body was refused comes before it.
    private async Task<Exchange> NewPollAsync()
    {
        await Server.PollAsync();
        return await Server.PollAsync();
    }

    [Fact]
    [Trait("Spec", "TST-079")]
    [Trait("Spec", "T-68")]
    [Trait("Spec", "T-69")]
    [Trait("Spec", "T-70")]
    [Trait("Spec", "T-71")]
    [Trait("Spec", "T-72")]
    [Trait("Spec", "T-82")]
    public async Task A_body_that_is_too_large_for_the_server_is_an_error_with_its_status()
    {
        DisconnectDetails? details = null;
        var client = Watched(o => o.CheckMaxPayload = false);
        client.OnDisconnect((_, d) => details = d);
        await _bed.ConnectByPollingAsync(client);
        var emitted = client.EmitAsync("x", new string('a', 2_000_000)).AsTask();
        await (await Server.PostAsync()).RespondAsync(413);
        await Wait.For("the emit to end with the connection", emitted);
        await _bed.Seen.ExpectAsync("connect", "disconnect transport error");
        await Bed.SettleAsync(client);
        Assert.Equal(("xhr post error", 413, 413, "", "POST"), (details!.Message, details.StatusCode, details.Context!.StatusCode, details.Context.ResponseText, details.Context.Method));
        Assert.Null(details.Description);
    }

    [Fact]
    [Trait("Spec", "CLI-087")]
    [Trait("Spec", "CLI-060")]
    [Trait("Spec", "TST-022")]
    public async Task A_close_packet_of_the_server_is_a_transport_close()
    {
        DisconnectDetails? details = null;
        var client = Watched();
        client.OnDisconnect((_, d) => details = d);
        await _bed.ConnectByPollingAsync(client);
        await Server.AnswerPollAsync("42[\"last\"]\u001e1\u001e42[\"late\"]");
        await _bed.Seen.ExpectAsync("connect", "last()", "disconnect transport close");
        await Bed.SettleAsync(client);
        _bed.Seen.ExpectNothing();
        Assert.Equal((null, "transport closed by the server"), (details!.Message, details.Description));
    }

    [Fact]
    [Trait("Spec", "CLI-060")]
    public async Task A_poll_that_is_cut_unanswered_is_asked_again_and_refused_when_the_session_is_gone()
    {
        var client = Watched();
        await _bed.ConnectByPollingAsync(client);

        // HTTP connections are kept, and may have been closed by the time they are used again: HttpClient repeats a GET that had no answer at all.
        (await Server.PollAsync()).Abort();
        await (await Server.PollAsync()).RespondAsync(400);
        await _bed.Seen.ExpectAsync("connect", "disconnect transport error");
    }

    [Fact]
    [Trait("Spec", "CLI-060")]
    public async Task A_body_that_is_cut_is_never_sent_again()
    {
        var client = Watched();
        await _bed.ConnectByPollingAsync(client);
        await client.EmitAsync("once");
        var post = await Server.PostAsync();
        Assert.Equal("42[\"once\"]", post.Body);
        post.Abort();
        await Server.ExpectPostAsync("1");
        await _bed.Seen.ExpectAsync("connect", "disconnect transport error");
    }

    [Fact]
    [Trait("Spec", "CLI-060")]
    public async Task A_response_that_breaks_off_is_not_taken_for_a_whole_one()
    {
        var client = Watched();
        await _bed.ConnectByPollingAsync(client);
        var poll = await Server.PollAsync();
        await poll.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n42[\"half\"]");
        poll.Abort();
        await _bed.Seen.ExpectAsync("connect", "disconnect transport error");
    }

    [Fact]
    [Trait("Spec", "CLI-086")]
    [Trait("Spec", "CLI-044")]
    [Trait("Spec", "TST-140")]
    public async Task Disconnecting_says_so_in_the_namespace_and_then_ends_the_session()
    {
        var client = Watched();
        await _bed.ConnectByPollingAsync(client);
        var poll = await Server.PollAsync();
        client.Disconnect();
        await Server.ExpectPostAsync("41");
        await Server.ExpectPostAsync("1");
        await poll.WhenAbandonedAsync();
        await _bed.Seen.ExpectAsync("connect", "disconnect io client disconnect");
    }

    [Fact]
    [Trait("Spec", "CLI-086")]
    [Trait("Spec", "TST-032")]
    [Trait("Spec", "TST-144")]
    public async Task Disconnecting_during_the_handshake_ends_the_session_once_there_is_one()
    {
        var client = Watched();
        client.Connect();
        var poll = await Server.PollAsync();
        client.Disconnect();
        await poll.OkAsync("0" + Bed.Handshake);
        await Server.ExpectPostAsync("1");
        await Bed.SettleAsync(client);
        _bed.Seen.ExpectNothing();
    }

    [Fact]
    [Trait("Spec", "CLI-085")]
    [Trait("Spec", "TST-073")]
    [Trait("Spec", "TST-074")]
    public async Task What_was_sent_before_the_close_arrives_and_what_comes_after_does_not()
    {
        var client = _bed.Polling();
        await _bed.ConnectByPollingAsync(client);
        await client.EmitAsync("first");
        var post = await Server.PostAsync();
        await client.EmitAsync("second");
        client.Disconnect();
        await client.EmitAsync("late");
        await post.OkAsync("ok");
        await Server.ExpectPostAsync("42[\"second\"]\u001e41");
        await Server.ExpectPostAsync("1");
        Assert.Equal(1, client.BufferedCount);
    }

    [Fact]
    [Trait("Spec", "CLI-022")]
    public async Task A_request_may_have_a_time_limit()
    {
        var client = Watched(o => o.RequestTimeout = TimeSpan.FromSeconds(3));
        client.Connect();
        await Server.PollAsync();
        _bed.Advance(client, 3);
        await _bed.Seen.ExpectAsync("connect_error xhr poll error");
    }

    [Fact]
    [Trait("Hostile", "M14")]
    public async Task An_empty_response_is_no_reason_to_ask_again_at_once()
    {
        var client = Watched();
        client.Connect();
        await Server.AnswerPollAsync("");
        await _bed.Seen.ExpectAsync("connect_error server error");
    }
}
