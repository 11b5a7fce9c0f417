namespace SocketIO.Engine;

/// <summary>
/// Where a session is in its life.
/// </summary>
public enum SessionState
{
    /// <summary>Packets flow.</summary>
    Open,

    /// <summary>Packets flow, and a second transport is being tried.</summary>
    Upgrading,

    /// <summary>The session was closed by this server and still has packets to hand out.</summary>
    Closing,

    /// <summary>The session has ended.</summary>
    Closed,
}
