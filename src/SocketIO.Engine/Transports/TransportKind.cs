namespace SocketIO.Engine;

/// <summary>
/// A way by which packets travel.
/// </summary>
public enum TransportKind
{
    /// <summary>HTTP long-polling.</summary>
    Polling,

    /// <summary>WebSocket.</summary>
    WebSocket,

    /// <summary>In memory, for tests.</summary>
    Loopback,
}
