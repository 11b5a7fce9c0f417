namespace SocketIO.Client;

/// <summary>
/// Why a client's sockets disconnect, in the words of the JavaScript client.
/// </summary>
public static class ClientDisconnectReasons
{
    /// <summary>The server disconnected the socket. It does not reconnect by itself.</summary>
    public const string ServerDisconnect = "io server disconnect";

    /// <summary>The application disconnected the socket. It does not reconnect by itself.</summary>
    public const string ClientDisconnect = "io client disconnect";

    /// <summary>The server's heartbeat stayed away. The socket reconnects.</summary>
    public const string PingTimeout = "ping timeout";

    /// <summary>The connection was closed, by the server or by something in between. The socket reconnects.</summary>
    public const string TransportClose = "transport close";

    /// <summary>The connection failed. The socket reconnects.</summary>
    public const string TransportError = "transport error";

    /// <summary>The server sent something that is no packet. The socket reconnects.</summary>
    public const string ParseError = "parse error";

    /// <summary>The application closed the underlying connection with <see cref="ClientConnection.CloseEngine"/>. The socket reconnects.</summary>
    public const string ForcedClose = "forced close";
}
