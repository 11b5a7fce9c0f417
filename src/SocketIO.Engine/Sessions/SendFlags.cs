namespace SocketIO.Engine;

/// <summary>
/// How a packet is to be sent.
/// </summary>
[Flags]
public enum SendFlags
{
    /// <summary>Reliably, compressed if the transport compresses.</summary>
    None = 0,

    /// <summary>Only if the transport can take it at this instant; dropped otherwise.</summary>
    Volatile = 1,

    /// <summary>Without compression.</summary>
    NoCompress = 2,
}
