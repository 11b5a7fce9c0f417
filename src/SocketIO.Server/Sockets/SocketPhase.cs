namespace SocketIO.Server;

/// <summary>Where a socket is in its life. It only ever moves forward.</summary>
internal enum SocketPhase
{
    /// <summary>Middlewares decide; what the client sends meanwhile waits.</summary>
    Joining,

    /// <summary>In its namespace.</summary>
    Connected,

    /// <summary>About to go: the disconnecting handlers run, and the rooms are still those of a connected socket.</summary>
    Disconnecting,

    /// <summary>Gone, or never let in.</summary>
    Disconnected,
}
