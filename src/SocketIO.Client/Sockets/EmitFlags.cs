namespace SocketIO.Client;

/// <summary>How an event is sent.</summary>
[Flags]
internal enum EmitFlags
{
    /// <summary>As always.</summary>
    None = 0,

    /// <summary>It is dropped when it could not leave at once.</summary>
    Volatile = 1,

    /// <summary>It is not compressed.</summary>
    NoCompress = 2,

    /// <summary>It comes from the queue of events that are sent again.</summary>
    FromQueue = 4,
}
