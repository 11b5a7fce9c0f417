using System.Text;

namespace SocketIO.FunctionalTests;

/// <summary>Headers and request lines that no sane client sends.</summary>
public sealed class HandshakeHeaderTests
{
    [Theory]
    [Trait("Hostile", "A13")]
    [Trait("Spec", "EIO-043")]
    [InlineData("\u0001")]
    [InlineData("\u007f")]
    public async Task A_control_character_in_the_origin_is_refused(string character)
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal(400, (await RawHttp.GetAsync(server.Target, server.Target.PollingUrl, $"Origin: http://a{character}b\r\n")).Status);
        Assert.Equal(0, server.Io.Engine.ClientsCount);
    }

    [Fact]
    [Trait("Hostile", "A14")]
    public async Task A_tab_in_the_origin_is_legal()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.OpenAsync(server.Target, headers: "Origin: http://a\tb\r\n");

        await session.JoinAsync();
    }

    [Fact]
    [Trait("Hostile", "A15")]
    public async Task A_header_block_above_32_KB_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.OpenAsync(server.Target, headers: $"X-Filler: {new string('x', 20_000)}\r\n");

        Assert.Equal(431, (await AskAndSurviveAsync(server, $"X-Filler: {new string('x', 40_000)}\r\n")).Status);
    }

    [Fact]
    [Trait("Hostile", "A16")]
    [Trait("Rule", "Upgrade_ManyHeaders")]
    public async Task Thousands_of_headers_are_refused_on_both_kinds_of_request()
    {
        await using var server = await TestServer.StartAsync();
        var headers = new StringBuilder();

        for (var i = 0; i < 2500; i++)
        {
            headers.Append("a: b\r\n");
        }

        Assert.Equal(431, (await AskAndSurviveAsync(server, headers.ToString())).Status);
        Assert.Equal(431, (await AskAndSurviveAsync(server, $"Connection: Upgrade\r\nUpgrade: websocket\r\n{headers}")).Status);
    }

    [Fact]
    [Trait("Hostile", "A17")]
    public async Task A_query_above_8_KB_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.OpenAsync(server.Target, "&x=" + new string('x', 8000));
        await session.JoinAsync();

        Assert.Equal(414, (await RawHttp.GetAsync(server.Target, $"{server.Target.PollingUrl}&x={new string('x', 15_000)}")).Status);
    }

    [Theory]
    [Trait("Hostile", "A18")]
    [InlineData("&x=%ff%zz")]
    [InlineData("&%ff=%")]
    [InlineData("&=&&==&x")]
    [InlineData("&x=%ud800")]
    [InlineData("&__proto__=1&constructor=2")]
    public async Task Broken_percent_escapes_are_no_reason_to_refuse(string query)
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.OpenAsync(server.Target, query);

        await session.JoinAsync();
        await session.AssertAliveAsync();
    }

    [Fact]
    [Trait("Hostile", "A26")]
    public async Task A_body_with_two_lengths_ends_its_connection_and_smuggles_nothing()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var http = await RawHttp.ConnectAsync(server.Target);
        var smuggled = RawHttp.Request("POST", session.S, body: "42[\"smuggled\"]"u8.ToArray());

        // Who reads by Content-Length sees one request here, who reads by chunks sees two. Kestrel reads by chunks and no further.
        await http.Connection.SendAsync((byte[])[
            .. RawHttp.Head("POST", session.S, $"Content-Length: {13 + smuggled.Length}\r\nTransfer-Encoding: chunked\r\n"), .. "9\r\n42[\"abc\"]\r\n0\r\n\r\n"u8, .. smuggled]);
        await http.ReadReplyAsync("POST");
        await http.ReadEndAsync("the end of the connection");

        await session.AssertAliveAsync();
        Assert.DoesNotContain("smuggled []", server.Events);
    }

    [Fact]
    [Trait("Hostile", "A26")]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using var server = await TestServer.StartAsync();
        using var session = await PollingSession.JoinedAsync(server.Target);
        using var http = await RawHttp.ConnectAsync(server.Target);

        await http.Connection.SendAsync((byte[])[
            .. RawHttp.Request("POST", session.S, body: "421[\"alive\"]"u8.ToArray()),
            .. RawHttp.Request("GET", session.S),
            .. RawHttp.Request("GET", server.Target.Path)]);

        PollingSession.AssertOk(await http.ReadReplyAsync("POST"));
        Assert.Equal("431[\"yes\"]", (await http.ReadReplyAsync()).Text);
        Expect.Refused(await http.ReadReplyAsync(), 0);
    }

    /// <summary>The server may answer and close before it has taken everything.</summary>
    private static async Task<HttpReply> AskAndSurviveAsync(TestServer server, string headers)
    {
        using var http = await RawHttp.ConnectAsync(server.Target);
        await http.Connection.TrySendAsync(RawHttp.Head("GET", server.Target.PollingUrl, headers));
        return await http.ReadReplyAsync();
    }
}
