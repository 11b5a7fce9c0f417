namespace SocketIO.ClientInterop;

/// <summary>What the client sends, byte by byte, as a server sees it that has no library.</summary>
public sealed class WireTests(Kit kit)
{
    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-075")]
    [Trait("Spec", "CLI-086")]
    [Trait("Spec", "TST-140")]
    [Trait("Hostile", "M12")]
    public Task Packets_of_a_whole_life(string transport) => kit.SameAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over(transport).With("auth", new { token = "é" }));
        var session = await server.SessionAsync(1);
        await session.ConnectAsync();
        await play.ConnectAsync("a");

        play.Open("b", $"{server.Url}/foo?x=1", Client.Over(transport));
        await session.ExpectAsync("40/foo,");
        session.Send("""40/foo,{"sid":"of-foo"}""");
        await play.ConnectAsync("b");

        await play.EmitAsync("a", "plain");
        await play.EmitAsync("b", "arguments", 1, "é\u2028", null, new { a = new object[] { true } });
        await play.EmitAsync("a", "bytes", Play.Bytes(1, 2, 3), new { more = Play.Bytes(255) });
        play.Ask("a", "first");
        play.Ask("b", "of foo", Play.Bytes());
        play.Ask("a", "second");
        await session.ExpectAsync("""421["second"]""");

        await play.AnswerAsync("a", "question");
        await play.AnswerAsync("b", "question", Play.Bytes(9), "é");
        session.Send("""4212["question",1,null]""", """42/foo,7["question"]""", "2");
        await session.ExpectAsync("3");
        session.Send("""4210["nobody answers"]""", """430["late"]""", """4399["nobody asked"]""", """43/foo,0["answer"]""", "44/bar,{}", """42/zz,["a"]""");
        await play.EventAsync("a", "nobody answers");

        play.Disconnect("b");
        await play.DisconnectAsync("b");
        play.Disconnect("a");
        await play.DisconnectAsync("a");
        await session.OverAsync();
        play.Note(string.Join("\n  ", session.Received.Where(packet => packet != "3")));
    });

    [Fact]
    [Trait("Spec", "CLI-089")]
    [Trait("Spec", "CLI-094")]
    [Trait("Spec", "CLI-095")]
    [Trait("Spec", "CLI-015")]
    [Trait("Spec", "TST-082")]
    public Task Requests_of_polling() => kit.SameAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", $"{server.Url}/nsp?own=a%20b", Client.Over("polling").With("extraHeaders", new Dictionary<string, string> { ["X-Custom"] = "1" }));
        var session = await server.SessionAsync(1);
        session.Open();
        await session.ExpectAsync("40/nsp,");
        session.Send("""40/nsp,{"sid":"some-socket"}""");
        await play.ConnectAsync("a");
        await play.EmitAsync("a", "event");
        await session.ExpectAsync("42/nsp,");
        var requests = server.Requests;
        play.Note(string.Join("\n  ", requests.Select(Described).Distinct().Order(StringComparer.Ordinal)));
        play.Note($"each has another time: {requests.Select(request => request.Query("t")).Distinct().Count() == requests.Count}");
    });

    [Fact]
    [Trait("Spec", "CLI-094")]
    [Trait("Spec", "CLI-015")]
    public Task The_request_of_a_WebSocket() => kit.SameAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over("websocket").With("query", new Dictionary<string, string> { ["own"] = "ä/&=?#+ 1" }));
        await server.SessionAsync(1);
        play.Note(Described(server.Requests[0]));
        play.Note($"version {server.Requests[0].Headers["sec-websocket-version"]}");
    });

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(1_000_000)]
    [Trait("Spec", "CLI-084")]
    [Trait("Spec", "TST-073")]
    [Trait("Hostile", "M19")]
    public Task What_has_gathered_goes_in_one_body_up_to_the_limit(int maxPayload) => kit.SameAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over("polling").With("autoConnect", false));

        for (var i = 0; i < 12; i++)
        {
            await play.EmitAsync("a", "event", i, i == 5 ? Play.Bytes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) : "é");
        }

        await play.EmitAsync("a", "event", new string('x', 100));
        await play.EmitAsync("a", "last");
        play.Connect("a");
        var session = await server.SessionAsync(1);
        await session.ConnectAsync($",\"maxPayload\":{maxPayload}");
        await play.ConnectAsync("a");
        await session.ExpectAsync("""42["last"]""");

        // How the packets spread over bodies depends on what is quicker; none is too large that holds more than one.
        var bodies = server.Requests.Where(request => request.Method == "POST").Select(request => request.Body).ToArray();
        play.Note(string.Join("\n  ", session.Received));
        play.Note($"within the limit: {bodies.All(body => body.Length <= maxPayload || !body.Contains((byte)0x1e))}, fewer bodies than packets: {bodies.Length < session.Received.Count}");
        play.Note($"each body is as full as it may be: {bodies.Skip(2).Zip(bodies.Skip(3), (body, next) => body.Length + 1 + FirstOf(next) > maxPayload).All(full => full)}");
    });

    [Fact]
    [Trait("Spec", "T-25")]
    [Trait("Spec", "T-115")]
    public Task A_handshake_may_lack_the_limit() => kit.SameAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over("polling"));
        var session = await server.SessionAsync(1);
        session.Send("""0{"sid":"Lbo5JLzTotvW3g2LAAAA","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}""");
        await session.ExpectAsync("40");
        session.Send("""40{"sid":"some-socket"}""");
        await play.ConnectAsync("a");

        for (var i = 0; i < 5; i++)
        {
            await play.EmitAsync("a", "event", new string('x', 5000));
        }

        await play.EmitAsync("a", "last");
        await session.ExpectAsync("""42["last"]""");
        play.Note($"{session.Received.Count} packets");
    });

    [Fact]
    [Trait("Spec", "CLI-065")]
    public Task Events_before_the_namespace_has_answered_wait_for_it() => kit.SameAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over("websocket"));
        await play.AnswerAsync("a", "early");
        var session = await server.SessionAsync(1);
        session.Open();
        await session.ExpectAsync("40");
        session.Send("""42["early",1]""", """421["early",2]""", """40{"sid":"some-socket"}""", """42["late",3]""");
        await play.EventAsync("a", "late");
    });

    [Fact]
    [Trait("Spec", "CLI-087")]
    public Task The_server_closes_by_a_packet() => kit.SameAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over("polling"));
        var session = await server.SessionAsync(1);
        await session.ConnectAsync();
        session.Send("1");
        await play.DisconnectAsync("a");
        await (await server.SessionAsync(2)).ConnectAsync();
        await play.ConnectAsync("a");
    });

    // Without the values that differ each time.
    private static string Described(RequestHead request)
    {
        var query = request.Target.Split('?')[1].Split('&').Select(pair => pair.Split('=')[0] is "t" or "sid" ? pair.Split('=')[0] : pair).Order(StringComparer.Ordinal);
        var headers = new[] { "accept", "content-type", "x-custom" }.Where(request.Headers.ContainsKey).Select(name => $"{name}: {request.Headers[name]}");
        return $"{request.Method} {request.Path} {string.Join("&", query)} {string.Join(", ", headers)}";
    }

    private static int FirstOf(byte[] body) => body.AsSpan().IndexOf((byte)0x1e) is >= 0 and var end ? end : body.Length;
}
