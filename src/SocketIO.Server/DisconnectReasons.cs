namespace SocketIO.Server;

/// <summary>
/// Why sockets disconnect, in the words that every Socket.IO implementation uses.
/// </summary>
public static class DisconnectReasons
{
    /// <summary>The server disconnected the socket, or its connection with all sockets.</summary>
    public const string ServerNamespaceDisconnect = "server namespace disconnect";

    /// <summary>The client left the namespace.</summary>
    public const string ClientNamespaceDisconnect = "client namespace disconnect";

    /// <summary>The server is stopping.</summary>
    public const string ServerShuttingDown = "server shutting down";

    /// <summary>The client did not answer a heartbeat.</summary>
    public const string PingTimeout = "ping timeout";

    /// <summary>The client closed the connection.</summary>
    public const string TransportClose = "transport close";

    /// <summary>The connection failed.</summary>
    public const string TransportError = "transport error";

    /// <summary>The client sent something that is no Engine.IO packet.</summary>
    public const string ParseError = "parse error";

    /// <summary>The server closed the connection, for example because the client broke the protocol.</summary>
    public const string ForcedClose = "forced close";

    /// <summary>The server closes a polling connection whose client has yet to fetch the news.</summary>
    public const string ForcedServerClose = "forced server close";

    /// <summary>Says whether somebody whose socket ended that way may want to go on where it was: nobody has decided that it ends.</summary>
    internal static bool IsLoss(string reason)
        => reason is TransportError or TransportClose or ForcedClose or PingTimeout or ServerShuttingDown or ForcedServerClose;
}
