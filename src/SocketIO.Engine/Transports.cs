namespace SocketIO.Engine;

/// <summary>
/// The ways in which a client may exchange packets with the server.
/// </summary>
[Flags]
public enum Transports
{
    /// <summary>None. Not valid as an option.</summary>
    None = 0,

    /// <summary>HTTP long-polling: GET reads, POST writes.</summary>
    Polling = 1,

    /// <summary>WebSocket, from the start or by an upgrade from polling.</summary>
    WebSocket = 2,
}
