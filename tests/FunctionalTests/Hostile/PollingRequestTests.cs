using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <summary>The requests of a polling session: overlapping, too large, cut short, slow, of the wrong type.</summary>
public sealed class PollingRequestTests
{
    [Fact]
    [Trait("Hostile", "B1")]
    [Trait("Hostile", "B2")]
    [Trait("Spec", "EIO-076")]
    public async Task A_second_poll_ends_the_session()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        await session.StartPollAsync();
        await server.RequestsAsync(1);
        var second = await RawHttp.GetAsync(server.Target, session.S);

        Assert.Equal((400, ""), (second.Status, second.Text));
        var first = await session.FinishPollAsync();
        Assert.Equal((200, "1"), (first.Status, first.Text));
        await server.DisconnectedAsync("transport error", "overlap from client");
        await session.AssertGoneAsync();
    }

    [Fact]
    [Trait("Hostile", "B3")]
    [Trait("Spec", "EIO-077")]
    public async Task A_second_post_ends_the_session()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var slow = await RawHttp.ConnectAsync(server.Target);

        await slow.Connection.SendAsync((byte[])[.. RawHttp.Head("POST", session.S, "Content-Length: 50\r\n"), .. "42"u8]);
        await server.RequestsAsync(1);
        var second = await session.PostAsync("42[\"a\"]");

        Assert.Equal((400, ""), (second.Status, second.Text));
        await server.DisconnectedAsync("transport error", "data request overlap from client");
        await session.AssertGoneAsync();
        await slow.Connection.ReadToEndAsync("the first request is cut off");
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "B4")]
    [Trait("Hostile", "B5")]
    [Trait("Spec", "EIO-094")]
    [Trait("Limit", "MaxHttpBufferSize")]
    public async Task A_body_of_the_limit_passes_and_one_more_byte_is_refused_without_harm()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        PollingSession.AssertOk(await session.PostAsync(EventOf(1_000_000)));
        var refused = await RawHttp.AskAsync(server.Target, "POST", session.S, body: Wire.Utf8(EventOf(1_000_001)));
        Assert.Equal((413, ""), (refused.Status, refused.Text));
        await session.AssertAliveAsync();
        Assert.Single(server.Events);
    }

    [Fact]
    [Trait("Hostile", "B4")]
    [Trait("Rule", "Options_ReachTheTransport")]
    [Trait("Limit", "MaxHttpBufferSize")]
    public async Task The_option_moves_the_limit_of_a_body()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxHttpBufferSize = 100);
        using var session = await PollingSession.JoinedAsync(server.Target);

        Assert.Contains("\"maxPayload\":100}", session.Open.Text, StringComparison.Ordinal);
        PollingSession.AssertOk(await session.PostAsync(EventOf(100)));
        Assert.Equal(413, (await RawHttp.AskAsync(server.Target, "POST", session.S, body: Wire.Utf8(EventOf(101)))).Status);
        await session.AssertAliveAsync();
    }

    [Theory]
    [Trait("Hostile", "B6")]
    [InlineData("1000001")]
    [InlineData("999999999999")]
    [InlineData("9223372036854775807")]
    public async Task An_announced_length_above_the_limit_is_refused_at_once(string length)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var http = await RawHttp.ConnectAsync(server.Target);

        await http.SendRequestAsync("POST", session.S, $"Content-Length: {length}\r\n");
        Assert.Equal(413, (await http.ReadReplyAsync("POST")).Status);
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "B7")]
    public async Task A_chunked_body_above_the_limit_is_refused_and_not_drained()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var http = await RawHttp.ConnectAsync(server.Target);

        await http.SendRequestAsync("POST", session.S, "Transfer-Encoding: chunked\r\n");

        for (var i = 0; i < 10; i++)
        {
            await http.SendChunkAsync(new byte[100_000]);
        }

        await http.SendChunkAsync("x"u8.ToArray());
        var reply = await http.ReadReplyAsync("POST");
        Assert.Equal((413, "close"), (reply.Status, reply.Header("Connection")));
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "B8")]
    public async Task A_body_that_trickles_in_is_given_up()
    {
        await using var server = await TestServer.StartAsync(web: o => o.Limits.MinRequestBodyDataRate = new(240, TimeSpan.FromSeconds(1.1)));
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var http = await RawHttp.ConnectAsync(server.Target);

        await http.Connection.SendAsync((byte[])[.. RawHttp.Head("POST", session.S, "Content-Length: 100\r\n"), .. "4"u8]);

        Assert.Equal(408, (await http.ReadReplyAsync("POST")).Status);
        await server.DisconnectedAsync("transport error", null);
        await session.AssertGoneAsync();
    }

    [Theory]
    [Trait("Hostile", "B9")]
    [Trait("Spec", "EIO-080")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_ends_early_ends_the_session(bool reset)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var http = await RawHttp.ConnectAsync(server.Target);

        await http.Connection.SendAsync((byte[])[.. RawHttp.Head("POST", session.S, "Content-Length: 50\r\n"), .. "42"u8]);
        await server.RequestsAsync(1);

        if (reset)
        {
            http.Connection.Reset();
        }
        else
        {
            http.Connection.FinishSending();
        }

        await server.DisconnectedAsync("transport error", "data request connection closed prematurely");
        await session.AssertGoneAsync();
    }

    [Theory]
    [Trait("Hostile", "B10")]
    [Trait("Spec", "EIO-079")]
    [Trait("Spec", "TST-028")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_poll_that_is_broken_off_ends_the_session(bool reset)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var http = await RawHttp.ConnectAsync(server.Target);

        await http.SendRequestAsync("GET", session.S);
        await server.RequestsAsync(1);

        if (reset)
        {
            http.Connection.Reset();
        }
        else
        {
            http.Dispose();
        }

        await server.DisconnectedAsync("transport error", "poll connection closed prematurely");
        await session.AssertGoneAsync();
    }

    [Fact]
    [Trait("Spec", "TST-028")]
    [Trait("Spec", "EIO-081")]
    public async Task A_request_that_asks_for_its_connection_to_be_closed_keeps_the_session()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        PollingSession.AssertOk(await RawHttp.AskAsync(server.Target, "POST", session.S, "Connection: close\r\n", "421[\"alive\"]"u8.ToArray()));
        Assert.Equal("431[\"yes\"]", (await RawHttp.GetAsync(server.Target, session.S, "Connection: close\r\n")).Text);
        await session.AssertAliveAsync();
    }

    [Theory]
    [Trait("Hostile", "B11")]
    [Trait("Spec", "EIO-078")]
    [Trait("Spec", "TST-031")]
    [Trait("Rule", "Polling_WrongContentType_AnsweredAndClosed")]
    [InlineData("application/octet-stream")]
    [InlineData("application/octet-stream; a=b")]
    [InlineData("Application/Octet-Stream")]
    public async Task A_binary_body_is_answered_and_ends_the_session(string type)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        var reply = await session.PostAsync("42[\"a\"]", $"Content-Type: {type}\r\n");
        Assert.Equal((400, ""), (reply.Status, reply.Text));
        await server.DisconnectedAsync("transport error", "invalid content");
        await session.AssertGoneAsync();
        server.AssertEvents();
    }

    [Fact]
    [Trait("Rule", "Polling_WrongContentType_AnsweredAndClosed")]
    public async Task A_thousand_binary_bodies_leave_no_request_open()
    {
        await using var server = await TestServer.StartAsync();
        using var http = await RawHttp.ConnectAsync(server.Target);

        for (var i = 0; i < 1000; i++)
        {
            await http.SendRequestAsync("GET", server.Target.PollingUrl);
            var open = await http.ReadReplyAsync();
            Assert.True(open.Status == 200, $"handshake {i} was answered {open}");
            await http.SendRequestAsync("POST", $"{server.Target.PollingUrl}&sid={open.Text[9..29]}", "Content-Type: application/octet-stream\r\n", [1]);
            Assert.Equal(400, (await http.ReadReplyAsync("POST")).Status);
        }

        await server.RequestsAsync(0);
        Assert.Equal(0, server.Io.Engine.ClientsCount);
    }

    [Theory]
    [Trait("Hostile", "B12")]
    [InlineData("Content-Type: application/json\r\n")]
    [InlineData("Content-Type: multipart/form-data; boundary=x\r\n")]
    [InlineData("Content-Type: application/x-www-form-urlencoded\r\n")]
    [InlineData("Content-Type: ;;;\r\n")]
    [InlineData("")]
    public async Task Every_other_content_type_is_text(string headers)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        PollingSession.AssertOk(await session.PostAsync("421[\"alive\"]", headers));
        await session.AssertNextAsync("431[\"yes\"]");
    }

    [Theory]
    [Trait("Hostile", "B13")]
    [InlineData("gzip")]
    [InlineData("deflate, gzip")]
    public async Task A_compressed_body_is_unsupported(string encoding)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        Assert.Equal(415, (await session.PostAsync(Wire.Hex("1f8b0800"), $"Content-Encoding: {encoding}\r\n")).Status);
        server.AssertEvents();
    }

    [Fact]
    [Trait("Hostile", "B29")]
    [Trait("Limit", "WriteDeadline")]
    public async Task A_poll_whose_answer_is_never_read_is_given_up()
    {
        await using var server = await TestServer.StartAsync(smallSendBuffer: true);
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var http = await RawHttp.ConnectAsync(server.Target, receiveBuffer: 4096);

        await server.EmitAsync("big", new string('x', 900_000));
        await http.SendRequestAsync("GET", session.S);
        await server.RequestsAsync(1);
        await server.AdvanceUntilAsync("the session is given up", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), () => server.Disconnects.Count == 1);

        await server.DisconnectedAsync("transport error", null);
        await session.AssertGoneAsync();
    }

    private static string EventOf(int bytes) => "42[\"" + new string('a', bytes - 6) + "\"]";
}
