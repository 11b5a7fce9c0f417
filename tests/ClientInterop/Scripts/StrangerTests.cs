namespace SocketIO.ClientInterop;

/// <summary>Servers that are something else: an echo of WebSockets, a stranger's certificate, a signpost to another place.</summary>
public sealed class StrangerTests(Kit kit)
{
    [Fact]
    [Trait("Spec", "T-22")]
    [Trait("Spec", "CLI-035")]
    public Task A_plain_WebSocket_server_is_no_Socket_IO_server() => kit.SameAsync(async play =>
    {
        var opened = 0;
        var server = play.Owns(new RawServer(async connection =>
        {
            if (await connection.ReadRequestAsync() is not { IsUpgrade: true } request)
            {
                return;
            }

            var socket = await RawWebSocket.AcceptAsync(connection, request);
            Interlocked.Increment(ref opened);

            while (await socket.ReceiveAsync() is { } frame)
            {
                await socket.SendAsync(frame.Opcode, frame.Payload);
            }
        }));

        play.Open("a", server.Url.Replace("http", "ws", StringComparison.Ordinal), Client.Over("websocket").With("timeout", 700).With("reconnectionAttempts", 1));
        await play.ConnectErrorAsync("a", "timeout");
        await play.ExhaustedAsync("a", 1);
        play.Note($"WebSockets: {opened}");
    });

    [Theory]
    [MemberData(nameof(Transports.Single), MemberType = typeof(Transports))]
    [Trait("Spec", "CLI-007")]
    [Trait("Spec", "CLI-020")]
    [Trait("Hostile", "M16")]
    public Task A_certificate_that_nobody_has_signed_is_refused(string transport) => kit.SameAsync(async play =>
    {
        var requests = 0;
        var server = play.Owns(new RawServer(
            async connection =>
            {
                while (await connection.ReadRequestAsync() is not null)
                {
                    Interlocked.Increment(ref requests);
                    await connection.AnswerAsync(404, "");
                }
            },
            Certificates.SelfSigned));

        play.Open("a", server.Url, Client.Over(transport).With("reconnectionAttempts", 1));
        await play.ExhaustedAsync("a", 1);
        play.Note($"requests: {requests}");
    });

    [Fact]
    [Trait("Hostile", "M15")]
    public Task A_redirection_within_the_server_is_followed() => kit.SameAsync(async play =>
    {
        ScriptedServer? server = null;
        server = play.Owns(new ScriptedServer
        {
            Before = async (connection, request) =>
            {
                if (request.Method == "GET" && request.Path == "/socket.io/")
                {
                    await connection.AnswerAsync(302, "", more: $"Location: {server!.Url}/moved/?{request.Target.Split('?')[1]}\r\n");
                    return true;
                }

                return false;
            },
        });
        play.Open("a", server.Url, Client.Over("polling"));
        var session = await server.SessionAsync(1);
        await session.ConnectAsync();
        await play.ConnectAsync("a");
        session.Send("""42["news"]""");
        await play.EventAsync("a", "news");
    });

    [Theory]
    [InlineData(301, "polling")]
    [InlineData(302, "polling")]
    [InlineData(303, "polling")]
    [InlineData(307, "polling")]
    [InlineData(308, "polling")]
    [InlineData(302, "websocket")]
    [InlineData(307, "websocket")]
    [Trait("Hostile", "M15")]
    public Task A_redirection_to_another_server_is_not_followed(int status, string transport) => kit.OursAsync(async play =>
    {
        var other = play.Scripted();
        var server = play.Owns(new RawServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                await connection.AnswerAsync(status, "", more: $"Location: {other.Url}{request.Target}\r\n");
            }
        }));

        var headers = new Dictionary<string, string> { ["Authorization"] = "Bearer secret" };
        play.Open("a", server.Url, Client.Over(transport).With("extraHeaders", headers).With("reconnectionAttempts", 1));
        await play.ExhaustedAsync("a", 1);
        Assert.Empty(other.Requests);
    });

    [Fact]
    [Trait("Hostile", "M15")]
    public Task A_cookie_for_another_path_stays_there() => kit.OursAsync(async play =>
    {
        var refused = false;
        var server = play.Owns(new ScriptedServer
        {
            Before = async (connection, _) =>
            {
                if (refused)
                {
                    return false;
                }

                refused = true;
                await connection.AnswerAsync(401, "", more: "Set-Cookie: stolen=1; Path=/other\r\nSet-Cookie: own=1; Path=/\r\n");
                return true;
            },
        });
        play.Open("a", server.Url, Client.Over("polling").With("withCredentials", true));
        await play.ConnectErrorAsync("a");
        var session = await server.SessionAsync(1);
        await session.ConnectAsync();
        await play.ConnectAsync("a");
        Assert.DoesNotContain(server.Requests, request => request.Headers.GetValueOrDefault("cookie", "").Contains("stolen", StringComparison.Ordinal));
    });
}
