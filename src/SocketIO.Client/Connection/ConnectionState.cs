namespace SocketIO.Client;

/// <summary>What a <see cref="ClientConnection"/> is doing.</summary>
public enum ConnectionState
{
    /// <summary>There is no connection; one may be planned.</summary>
    Closed,

    /// <summary>The handshake is under way.</summary>
    Opening,

    /// <summary>The connection is open.</summary>
    Open,
}
