namespace SocketIO.Client;

/// <summary>What an <see cref="EngineClient"/> tells besides messages, opening and closing.</summary>
internal enum EngineEvent
{
    /// <summary>A heartbeat of the server arrived; of the answer to ours, in Engine.IO 3.</summary>
    Ping,

    /// <summary>A better transport has answered the probe, and the old one is being paused. The detail is its name.</summary>
    Upgrading,

    /// <summary>The connection has moved to a better transport. The detail is its name.</summary>
    Upgrade,

    /// <summary>A better transport could not be reached. The detail is the <see cref="Exception"/>.</summary>
    UpgradeError,

    /// <summary>Everything that was to be sent has been sent.</summary>
    Drain,
}
