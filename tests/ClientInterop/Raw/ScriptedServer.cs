using SocketIO.Tests;

namespace SocketIO.ClientInterop;

/// <summary>A server without a library whose packets are written by the test, over polling and WebSocket alike.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ScriptedSession> _sessions = [];
    private readonly List<RequestHead> _requests = [];
    private readonly RawServer _server;

    public ScriptedServer() => _server = new RawServer(ServeAsync);

    /// <summary>Gets what is added to the answer to a WebSocket.</summary>
    public string UpgradeHeaders { get; init; } = "";

    /// <summary>Gets what answers a request in place of a session; it answers <see langword="false"/> to leave it to the session.</summary>
    public Func<RawConnection, RequestHead, Task<bool>> Before { get; init; } = static (_, _) => Task.FromResult(false);

    public string Url => _server.Url;

    public int Port => _server.Port;

    /// <summary>Gets every request in its order.</summary>
    public IReadOnlyList<RequestHead> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public int Sessions
    {
        get
        {
            lock (_gate)
            {
                return _sessions.Count;
            }
        }
    }

    /// <summary>Waits until the client has begun a session for the nth time.</summary>
    public async Task<ScriptedSession> SessionAsync(int number)
    {
        await Wait.Until($"the client begins session {number}", () => Sessions >= number, () => string.Join(", ", Requests.Select(request => request.Target)));

        lock (_gate)
        {
            return _sessions[number - 1];
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _sessions.ForEach(static session => session.End());
        }

        await _server.DisposeAsync();
    }

    private async Task ServeAsync(RawConnection connection)
    {
        while (await connection.ReadRequestAsync() is { } request)
        {
            Note(request);

            if (await Before(connection, request))
            {
                continue;
            }

            var session = SessionOf(request);

            if (request.IsUpgrade)
            {
                await ServeWebSocketAsync(await RawWebSocket.AcceptAsync(connection, request, UpgradeHeaders), session);
                return;
            }

            if (request.Method == "POST")
            {
                session.Receive(request.Body);
                await connection.AnswerAsync(200, "ok");
            }
            else if (await session.NextAsync() is { } payload)
            {
                await connection.AnswerAsync(200, payload);
            }
            else
            {
                await connection.AnswerAsync(400, """{"code":1,"message":"Session ID unknown"}""", "application/json");
            }
        }
    }

    private static async Task ServeWebSocketAsync(RawWebSocket socket, ScriptedSession session)
    {
        session.WebSocket = socket;
        var sending = SendAsync(socket, session);

        while (await socket.ReceiveAsync() is { } frame)
        {
            if (frame.Opcode == RawWebSocket.Close)
            {
                await socket.SendAsync(RawWebSocket.Close, frame.Payload);
                break;
            }

            if (frame.Opcode == RawWebSocket.Text)
            {
                session.Receive(System.Text.Encoding.UTF8.GetString(frame.Payload));
            }
            else if (frame.Opcode == RawWebSocket.Binary)
            {
                session.Receive("b" + Convert.ToBase64String(frame.Payload));
            }
        }

        session.End();
        await sending;
    }

    private static async Task SendAsync(RawWebSocket socket, ScriptedSession session)
    {
        try
        {
            while (await session.NextAsync() is { } packet)
            {
                await (packet.StartsWith('b') ? socket.SendAsync(RawWebSocket.Binary, Convert.FromBase64String(packet[1..])) : socket.SendAsync(packet));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client has gone; the reader sees it, too.
        }
    }

    private void Note(RequestHead request)
    {
        lock (_gate)
        {
            _requests.Add(request);
        }
    }

    // Requests whose session this server has named otherwise belong to the newest.
    private ScriptedSession SessionOf(RequestHead request)
    {
        lock (_gate)
        {
            if (request.IsHandshake || _sessions.Count == 0)
            {
                _sessions.Add(new ScriptedSession(_sessions.Count + 1, request.IsUpgrade, request));
                return _sessions[^1];
            }

            return _sessions.Find(session => session.Sid == request.Sid) ?? _sessions[^1];
        }
    }
}
