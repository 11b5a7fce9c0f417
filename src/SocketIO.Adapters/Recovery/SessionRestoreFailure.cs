namespace SocketIO.Adapters;

/// <summary>
/// Why a session could not be restored.
/// </summary>
public enum SessionRestoreFailure
{
    /// <summary>It was restored.</summary>
    None,

    /// <summary>The adapter keeps no sessions.</summary>
    NotSupported,

    /// <summary>No such session is stored: it has expired, was ended on purpose, gave way to newer ones, or belongs to another server.</summary>
    UnknownSession,

    /// <summary>What the client names as the last packet it has received was never sent to it.</summary>
    UnknownOffset,

    /// <summary>Packets that the client has not received are not kept any more.</summary>
    PacketsForgotten,
}
