namespace SocketIO.Server;

/// <summary>What moves a socket from one <see cref="SocketPhase"/> to the next.</summary>
internal enum SocketStep
{
    /// <summary>The middlewares have let it in.</summary>
    Admitted,

    /// <summary>A middleware has refused it, or its connection ended before they decided.</summary>
    Abandoned,

    /// <summary>Somebody ends it: the application, the client, or the end of the connection.</summary>
    Ended,

    /// <summary>It has left its rooms and its namespace.</summary>
    Left,
}
