namespace SocketIO.Adapters;

/// <summary>
/// How a broadcast travels.
/// </summary>
[Flags]
public enum BroadcastFlags
{
    /// <summary>Delivered to every selected client of every server, compressed if the transport compresses.</summary>
    None = 0,

    /// <summary>Clients that cannot be written to at this moment miss it.</summary>
    Volatile = 1,

    /// <summary>Not compressed.</summary>
    NoCompress = 2,

    /// <summary>Only the clients of this server.</summary>
    Local = 4,
}
