namespace SocketIO.Engine;

/// <summary>What becomes of a POST that arrives.</summary>
internal enum PostTurn
{
    /// <summary>It is the only one.</summary>
    Taken,

    /// <summary>It waits until the one before, which has arrived, is dealt with.</summary>
    Wait,

    /// <summary>It overlaps with one that is still arriving, which the protocol forbids.</summary>
    Overlap,

    /// <summary>The session has left polling.</summary>
    Mismatch,

    /// <summary>The session has ended while the POST waited.</summary>
    Gone,
}
