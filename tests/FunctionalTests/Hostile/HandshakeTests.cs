using SocketIO.Engine;

namespace SocketIO.FunctionalTests;

/// <summary>Who may open a session, and what everybody else is told: methods, parameters, paths.</summary>
public sealed class HandshakeTests
{
    [Theory]
    [Trait("Hostile", "A1")]
    [Trait("Hostile", "A2")]
    [InlineData("")]
    [InlineData("?EIO=4")]
    [InlineData("?EIO=4&transport=")]
    public async Task A_request_without_a_transport_is_refused(string query)
    {
        await using var server = await TestServer.StartAsync();

        Expect.Refused(await RawHttp.GetAsync(server.Target, server.Target.Path + query), 0);
        Assert.Equal(RequestError.UnknownTransport, Assert.Single(server.ConnectionErrors).Code);
    }

    [Theory]
    [Trait("Hostile", "A3")]
    [Trait("Spec", "EIO-050")]
    [InlineData("?transport=polling")]
    [InlineData("?EIO=3&transport=polling")]
    [InlineData("?EIO=5&transport=polling")]
    [InlineData("?EIO=04&transport=polling")]
    [InlineData("?EIO=4.0&transport=polling")]
    [InlineData("?EIO=&transport=polling")]
    public async Task Only_protocol_4_is_spoken(string query)
    {
        await using var server = await TestServer.StartAsync();

        Expect.Refused(await RawHttp.GetAsync(server.Target, server.Target.Path + query), 5);
        Assert.Equal((5, "protocol", "3"), server.SingleError("protocol"));
    }

    [Theory]
    [Trait("Hostile", "A4")]
    [InlineData("5")]
    [InlineData("99")]
    [InlineData("04")]
    [InlineData("4.0")]
    [InlineData("3.0")]
    [InlineData("%EF%BC%94")]
    public async Task Protocol_3_being_allowed_lets_no_other_version_in(string version)
    {
        await using var server = await TestServer.StartAsync(o => o.AllowEIO3 = true);

        Expect.Refused(await RawHttp.GetAsync(server.Target, $"{server.Target.Path}?EIO={version}&transport=polling"), 5);
    }

    [Theory]
    [Trait("Hostile", "A5")]
    [InlineData("?EIO=4&EIO=3&transport=polling")]
    [InlineData("?EIO=4&EIO=4&transport=polling")]
    [InlineData("?EIO=4&transport=polling&transport=polling")]
    [InlineData("?EIO=4&transport=polling&sid=a&sid=b")]
    public async Task A_parameter_given_twice_is_refused(string query)
    {
        await using var server = await TestServer.StartAsync();

        Expect.Refused(await RawHttp.GetAsync(server.Target, server.Target.Path + query), 3);
    }

    [Theory]
    [Trait("Hostile", "A6")]
    [Trait("Spec", "EIO-042")]
    [Trait("Spec", "TST-002")]
    [InlineData("flashsocket")]
    [InlineData("constructor")]
    [InlineData("__proto__")]
    [InlineData("toString")]
    [InlineData("POLLING")]
    [InlineData("webtransport")]
    public async Task An_unknown_transport_is_refused_and_named_in_the_event(string transport)
    {
        await using var server = await TestServer.StartAsync();

        Expect.Refused(await RawHttp.GetAsync(server.Target, $"{server.Target.Path}?EIO=4&transport={transport}"), 0);
        Assert.Equal((0, "transport", transport), server.SingleError("transport"));
    }

    [Fact]
    [Trait("Hostile", "A7")]
    [Trait("Spec", "EIO-047")]
    public async Task A_websocket_handshake_needs_an_upgrade_request()
    {
        await using var server = await TestServer.StartAsync();

        Expect.Refused(await RawHttp.GetAsync(server.Target, server.Target.WebSocketUrl), 3);
        Assert.Equal((3, "name", "TRANSPORT_HANDSHAKE_ERROR"), server.SingleError("name"));
    }

    [Theory]
    [Trait("Hostile", "A8")]
    [Trait("Rule", "Sid_LookupIsExactDictionary")]
    [InlineData("abc")]
    [InlineData("__proto__")]
    [InlineData("constructor")]
    [InlineData("%00")]
    [InlineData("%ff%fe")]
    public async Task An_unknown_session_is_refused(string sid)
    {
        await using var server = await TestServer.StartAsync();

        Expect.Refused(await RawHttp.GetAsync(server.Target, $"{server.Target.PollingUrl}&sid={sid}"), 1);
        Expect.Refused(await RawHttp.AskAsync(server.Target, "POST", $"{server.Target.PollingUrl}&sid={sid}", body: "40"u8.ToArray()), 1);
    }

    [Fact]
    [Trait("Hostile", "A8")]
    public async Task A_session_id_of_any_length_is_refused_and_never_logged()
    {
        await using var server = await TestServer.StartAsync();

        Expect.Refused(await RawHttp.GetAsync(server.Target, $"{server.Target.PollingUrl}&sid={new string('q', 65)}"), 1);
        Expect.Refused(await RawHttp.GetAsync(server.Target, $"{server.Target.PollingUrl}&sid={new string('q', 5000)}"), 1);
        Assert.Equal(414, (await RawHttp.GetAsync(server.Target, $"{server.Target.PollingUrl}&sid={new string('q', 10_000)}")).Status);
        Assert.DoesNotContain(server.Log.Messages, m => m.Contains("qqqqqqqqqq", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Hostile", "A8")]
    public async Task The_id_of_a_live_session_is_never_logged()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        await session.AssertAliveAsync();
        await session.SendAsync("1");

        Assert.DoesNotContain(server.Log.Messages, m => m.Contains(session.Sid, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Hostile", "A9")]
    public async Task An_empty_session_id_asks_for_a_new_session()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.OpenAsync(server.Target, "&sid=");

        await session.JoinAsync();
        await session.AssertAliveAsync();
    }

    [Theory]
    [Trait("Hostile", "A10")]
    [Trait("Hostile", "A11")]
    [Trait("Spec", "EIO-046")]
    [Trait("Spec", "EIO-108")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("TRACE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    public async Task A_handshake_is_a_get(string method)
    {
        await using var server = await TestServer.StartAsync();

        Expect.Refused(await RawHttp.AskAsync(server.Target, method, server.Target.PollingUrl, body: method == "POST" ? [] : null), 2);
        Assert.Equal((2, "method", method), server.SingleError("method"));
    }

    [Fact]
    [Trait("Hostile", "A10")]
    public async Task A_head_request_is_refused_without_a_body()
    {
        await using var server = await TestServer.StartAsync();
        using var http = await RawHttp.ConnectAsync(server.Target);

        await http.SendRequestAsync("HEAD", server.Target.PollingUrl, "Connection: close\r\n");
        Assert.Equal(400, (await http.ReadReplyAsync("HEAD")).Status);
        Assert.Equal(ConnectionEnd.Fin, await http.ReadEndAsync("the end of the connection"));
    }

    [Fact]
    [Trait("Hostile", "A11")]
    public async Task With_cors_an_options_request_is_answered()
    {
        await using var server = await TestServer.StartAsync(o => o.Cors = new() { Origin = "http://good.test" });

        var reply = await RawHttp.AskAsync(server.Target, "OPTIONS", server.Target.PollingUrl, "Origin: http://good.test\r\nAccess-Control-Request-Method: GET\r\n");
        Assert.Equal((204, "http://good.test"), (reply.Status, reply.Header("Access-Control-Allow-Origin")));
    }

    [Theory]
    [Trait("Hostile", "A12")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    public async Task A_method_without_a_use_is_not_allowed_and_leaves_the_session_alone(string method)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);

        var reply = await RawHttp.AskAsync(server.Target, method, session.S);
        Assert.Equal((405, "GET, POST"), (reply.Status, reply.Header("Allow")));
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "A20")]
    [Trait("Spec", "TST-019")]
    public async Task The_slash_belongs_to_the_path_unless_the_option_says_otherwise()
    {
        await using var server = await TestServer.StartAsync();
        await using var without = await TestServer.StartAsync(o => o.AddTrailingSlash = false);
        const string Url = "/socket.io?EIO=4&transport=polling";

        Assert.Equal(404, (await RawHttp.GetAsync(server.Target, Url)).Status);
        Assert.Equal(200, (await RawHttp.GetAsync(without.Target, Url)).Status);
    }

    [Theory]
    [Trait("Hostile", "A19")]
    [Trait("Hostile", "A21")]
    [InlineData("/socket.io/x/y?EIO=4&transport=polling")]
    [InlineData("/socket.iox/?EIO=4&transport=polling")]
    [InlineData("/socket.io/../../package.json")]
    [InlineData("/socket.io/%2e%2e/")]
    [InlineData("/socket.io/%2e%2e%2fpackage.json")]
    [InlineData("/socket.io/socket.io.js/../x")]
    [InlineData("/socket.io/..%5c..%5cpackage.json")]
    [InlineData("/socket.io/socket.io.js%00.map")]
    public async Task Only_the_exact_path_is_served(string url)
    {
        await using var server = await TestServer.StartAsync();

        Assert.InRange((await RawHttp.GetAsync(server.Target, url)).Status, 400, 404);
        Assert.Equal(0, server.Io.Engine.ClientsCount);
    }
}
