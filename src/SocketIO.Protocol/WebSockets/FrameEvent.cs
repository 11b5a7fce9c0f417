namespace SocketIO.Protocol;

/// <summary>What a <see cref="FrameReader"/> found.</summary>
internal enum FrameEvent
{
    /// <summary>Nothing yet: all bytes were taken, more are needed.</summary>
    None,

    /// <summary>A complete text message.</summary>
    Text,

    /// <summary>A complete binary message.</summary>
    Binary,

    /// <summary>A ping.</summary>
    Ping,

    /// <summary>A pong.</summary>
    Pong,

    /// <summary>A close frame. What follows it is ignored.</summary>
    Close,

    /// <summary>A broken rule. From here on only a close frame is looked for.</summary>
    Error,
}
