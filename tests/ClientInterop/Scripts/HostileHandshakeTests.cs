namespace SocketIO.ClientInterop;

/// <summary>Servers that open a session in ways that no server should. npm's client throws at some of them; ours must fail the attempt and try again.</summary>
public sealed class HostileHandshakeTests(Kit kit)
{
    public static TheoryData<string, string> Openings => new MatrixTheoryData<string, string>(
        ["0{bad", "0{}", "0null", "0[]", "0", "0\"text\"", "0{\"sid\":5}", "0{\"sid\":\"a\",\"upgrades\":[],\"pingInterval\":\"x\",\"pingTimeout\":{}}"],
        ["polling", "websocket"]);

    public static TheoryData<string, string> Answers => new MatrixTheoryData<string, string>(
        ["44", "44{", "44[]", "44null", "44\"err\"", "40{\"sid\":5}", "40{\"sid\":null}", "40[]", "40{"],
        ["polling", "websocket"]);

    [Theory]
    [MemberData(nameof(Openings))]
    [Trait("Hostile", "M1")]
    public Task A_handshake_that_is_none_fails_the_attempt(string opening, string transport) => kit.OursAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over(transport));
        (await server.SessionAsync(1)).Send(opening);
        await play.ConnectErrorAsync("a");
        await play.AttemptAsync("a", 1);
        await (await server.SessionAsync(2)).ConnectAsync();
        await play.ConnectAsync("a");
        Assert.DoesNotContain(play.Lines.All, line => line.On == "disconnect");
    });

    [Theory]
    [InlineData("-1", "-1")]
    [InlineData("0", "0")]
    [InlineData("1e300", "1e300")]
    [InlineData("1e-300", "1")]
    [InlineData("2147483648", "9223372036854775807")]
    [Trait("Hostile", "M2")]
    public Task Intervals_that_make_no_sense_make_no_storm(string interval, string timeout) => kit.OursAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over("websocket"));
        var answering = AnswerAsync();
        await play.Lines.TakeAsync("connect or connect_error", line => line.On is "connect" or "connect_error");
        var before = server.Sessions;
        await play.QuietAsync(600);
        await play.StateAsync("a");
        Assert.InRange(server.Sessions - before, 0, 6);
        play.Disconnect("a");
        await play.StateAsync("a");
        Assert.False(answering.IsFaulted, answering.Exception?.ToString());

        async Task AnswerAsync()
        {
            for (var i = 1; ; i++)
            {
                var session = await server.SessionAsync(i);
                session.Send($$"""0{"sid":"{{session.Sid}}","upgrades":[],"pingInterval":{{interval}},"pingTimeout":{{timeout}}}""", """40{"sid":"some-socket"}""");
            }
        }
    });

    [Theory]
    [InlineData("""["__proto__","constructor","x","websocket",null,5,{}]""")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"websocket\"")]
    [Trait("Hostile", "M3")]
    public Task Upgrades_that_nobody_knows_are_left_alone(string upgrades) => kit.OursAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over("polling"));
        var session = await server.SessionAsync(1);
        session.Send($$"""0{"sid":"{{session.Sid}}","upgrades":{{upgrades}},"pingInterval":25000,"pingTimeout":20000}""");
        var answering = session.ExpectAsync("40");
        session.Send("""40{"sid":"some-socket"}""");
        await play.Lines.TakeAsync("connect or connect_error", line => line.On is "connect" or "connect_error");
        await play.StateAsync("a");
        play.Disconnect("a");
        session.End();
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Hostile", "M4")]
    public Task A_second_handshake_ends_the_session(string transport) => kit.OursAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over(transport));
        var session = await server.SessionAsync(1);
        await session.ConnectAsync();
        await play.ConnectAsync("a");
        session.Open();
        await play.DisconnectAsync("a");
        await (await server.SessionAsync(2)).ConnectAsync();
        await play.ConnectAsync("a");
        Assert.Single(play.Lines.All, line => line.On == "disconnect");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Hostile", "M5")]
    public Task A_namespace_before_the_handshake_is_no_connection(string transport) => kit.OursAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over(transport));
        (await server.SessionAsync(1)).Send("""40{"sid":"some-socket"}""");
        await play.ConnectErrorAsync("a");
        await play.AttemptAsync("a", 1);
        await (await server.SessionAsync(2)).ConnectAsync();
        await play.ConnectAsync("a");
        Assert.Single(play.Lines.All, line => line.On == "connect");
    });

    [Theory]
    [MemberData(nameof(Answers))]
    [Trait("Hostile", "M7")]
    [Trait("Hostile", "M9")]
    [Trait("Hostile", "M10")]
    public Task An_answer_of_the_namespace_that_is_none_is_no_connection(string answer, string transport) => kit.OursAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over(transport));
        var session = await server.SessionAsync(1);
        session.Open();
        await session.ExpectAsync("40");
        session.Send(answer);

        // A packet that cannot be read ends the connection, of which a socket says "disconnect" even when it never was connected.
        var told = await play.Lines.TakeAsync("connect_error or disconnect", line => line.On is "connect_error" or "disconnect");
        Assert.True(told.On == "connect_error" || told.Text("reason") is "parse error" or "transport error", told.ToString());
        Assert.True(answer != "44\"err\"" || told.Text("message") == "err", told.ToString());
        var state = await play.StateAsync("a");
        Assert.False(state.Json.GetProperty("state").GetProperty("connected").GetBoolean());
        play.Disconnect("a");
        play.Connect("a");
        _ = WelcomeAllAsync(server);
        await play.ConnectAsync("a");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Hostile", "M8")]
    public Task A_second_answer_of_the_namespace_is_not_heard(string transport) => kit.OursAsync(async play =>
    {
        var server = play.Scripted();
        play.Open("a", server.Url, Client.Over(transport));
        var session = await server.SessionAsync(1);
        session.Open();
        await session.ExpectAsync("40");
        session.Send("""40{"sid":"first"}""", """40{"sid":"second"}""", """42["marker"]""");
        await play.EventAsync("a", "marker");
        Assert.Equal("first", Assert.Single(play.Lines.All, line => line.On == "connect").Text("id"));
        var state = await play.StateAsync("a");
        Assert.Equal("first", state.Json.GetProperty("state").GetProperty("id").GetString());
    });

    // Whichever attempt it was that is the one that counts.
    private static async Task WelcomeAllAsync(ScriptedServer server)
    {
        for (var i = 2; ; i++)
        {
            var session = await server.SessionAsync(i);
            session.Open();
            session.Send("""40{"sid":"some-socket"}""");
        }
    }
}
