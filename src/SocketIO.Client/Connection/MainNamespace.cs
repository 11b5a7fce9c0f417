namespace SocketIO.Client;

/// <summary>What a server of Socket.IO 2 thinks of a session and the main namespace.</summary>
internal enum MainNamespace
{
    /// <summary>It has said nothing yet.</summary>
    Awaited,

    /// <summary>The session is in it.</summary>
    Joined,

    /// <summary>The session has left it, and may come back.</summary>
    Left,
}
