namespace SocketIO.Client;

/// <summary>
/// Says in one sentence what to check when a connection fails, from what was tried and what came back.
/// </summary>
internal static class ConnectionAdvice
{
    public const string ForUpgrade =
        "All works, only less efficiently. Something between client and server does not let WebSockets pass: a proxy must forward the headers Upgrade and Connection.";

    public static ConnectErrorException Explain(Exception error, ClientConnection connection)
        => new(error.Message, error is TransportException transport ? AdviceFor(transport, connection) : "", error);

    public static string ExplainLoss(string reason, DisconnectDetails? details) => reason switch
    {
        ClientDisconnectReasons.PingTimeout => "The server's heartbeat stayed away for pingInterval + pingTimeout: it hangs, is overloaded, or the network is gone.",
        ClientDisconnectReasons.ParseError => $"What the server sent is no packet ({details?.Message}): do both sides use the same parser?",
        ClientDisconnectReasons.TransportError when details?.StatusCode is 400 && IsUnknownSession(details.Context)
            => "The request reached a server that does not know the session: with several servers, sticky sessions are missing; with one, it was restarted.",
        ClientDisconnectReasons.TransportError when details?.StatusCode is 413
            => "The server refused a body as too large: send less at once, or raise maxHttpBufferSize (MaxHttpBufferSize) there.",
        ClientDisconnectReasons.TransportClose when details?.Context?.CloseCode is 1009
            => "The server refused a message as too large: send less at once, or raise maxHttpBufferSize (MaxHttpBufferSize) there.",
        ClientDisconnectReasons.TransportClose when details?.Context?.CloseCode is 1006
            => "It was cut without a goodbye: the server was killed, or something in between gave up; a proxy's idle time-out must be longer than pingInterval + pingTimeout.",
        _ => details?.Message ?? details?.Description ?? "",
    };

    private static string AdviceFor(TransportException error, ClientConnection connection)
    {
        var context = error.Context;
        var url = context?.Url.ToString() ?? connection.Url.ToString();

        return error switch
        {
            { Message: "timeout" } => $"Nothing that is a handshake came back from {url} in {connection.Timeout.TotalSeconds:0.#} s: is a Socket.IO server listening there, and does nothing in between hold its answer back?",
            { Message: "No transports available" } => "Transports names none that this client has: set it to \"polling\", \"websocket\" or both.",
            { StatusCode: 400 } when IsUnknownSession(context) => "The request reached a server that does not know the session: with several servers, sticky sessions are missing.",
            { StatusCode: 400 } when Says(context, "Unsupported protocol version") => "The server speaks another revision of the protocol: set Protocol to ClientProtocol.Auto or to that of the server.",
            { StatusCode: 400 } when Says(context, "Transport unknown") => "The server does not offer this transport: see its option transports.",
            { StatusCode: 400 } when context?.Transport is ClientTransport.WebSocket => "A proxy in between does not forward the headers Upgrade and Connection.",
            { StatusCode: 401 or 407 } => $"{url} wants credentials: set ExtraHeaders, or ConfigureHttpHandler for those of a proxy.",
            { StatusCode: 403 } => "The server, or something in front of it, forbids the handshake: see its option allowRequest.",
            { StatusCode: 404 } => $"Nobody serves {url}: the option Path must be that of the server, /socket.io by default. (The path of the URL is the namespace.)",
            { StatusCode: 502 or 503 or 504 } => "A proxy answered, but cannot reach the server behind it.",
            { StatusCode: >= 300 and < 400 } => $"The server redirects to {context!.Location}. Redirects to another origin are not followed, because requests carry credentials: use that address.",
            { StatusCode: 101, InnerException: { } fault } => fault.Message,
            { StatusCode: { } status } => $"{url} answered with status {status}.",
            { Message: "server error" } => $"What {url} answers is no handshake ({error.InnerException?.Message}): is it a Socket.IO server, and is Path right?",
            { Context.CloseCode: not null } => $"{url} closed the WebSocket before the handshake: is it a Socket.IO server, and is Path right?",
            { Message: "websocket error", InnerException: null } => $"{url} is no Socket.IO server, or something in between does not let WebSockets pass.",
            _ => AdviceForException(error.InnerException, url),
        };
    }

    private static string AdviceForException(Exception? error, string url)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case System.Security.Authentication.AuthenticationException when !inner.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase):
                    return $"{url} does not seem to speak TLS ({inner.Message.TrimEnd('.')}): for a server without it, write http:// in front of the address.";

                case System.Security.Authentication.AuthenticationException:
                    return $"The certificate of {url} is not accepted ({inner.Message}): install its authority, or configure ConfigureHttpHandler.";

                case System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionRefused }:
                    return $"Nothing listens at {url}: is the server running, and the port right?";

                case System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.HostNotFound or System.Net.Sockets.SocketError.NoData or System.Net.Sockets.SocketError.TryAgain }:
                    return $"The name in {url} is not known: is it spelled right, and is there a network?";

                case InvalidDataException:
                    return inner.Message;
            }
        }

        return error is null ? "" : $"The request to {url} broke off: {error.Message}";
    }

    private static bool IsUnknownSession(TransportErrorContext? context) => Says(context, "Session ID unknown");

    private static bool Says(TransportErrorContext? context, string text) => context?.ResponseText?.Contains(text, StringComparison.Ordinal) ?? false;
}
