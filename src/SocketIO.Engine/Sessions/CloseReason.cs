namespace SocketIO.Engine;

/// <summary>
/// Why an Engine.IO session ended, as the server saw it.
/// </summary>
public enum CloseReason
{
    /// <summary>The session has not ended.</summary>
    None,

    /// <summary>The transport failed, or the peer broke the rules of its transport.</summary>
    TransportError,

    /// <summary>The peer closed the connection.</summary>
    TransportClose,

    /// <summary>This server closed the session.</summary>
    ForcedClose,

    /// <summary>The peer left a ping unanswered for the whole of the ping timeout.</summary>
    PingTimeout,

    /// <summary>The peer sent something that is no Engine.IO packet.</summary>
    ParseError,
}
