namespace SocketIO.Adapters;

/// <summary>
/// A session as it lies in a store that servers share.
/// </summary>
public sealed class ClusterSession
{
    /// <summary>
    /// Gets the session.
    /// </summary>
    public required RecoverableSession Session { get; init; }

    /// <summary>
    /// Gets the position of the store when the session began: nothing up to there was for it.
    /// </summary>
    /// <value>Zero for a session that a JavaScript server has left.</value>
    public long First { get; init; }

    /// <summary>
    /// Gets the positions at which rooms were joined; what was sent there before was not for this session.
    /// </summary>
    public IReadOnlyDictionary<string, long> RoomsSince { get; init; } = new Dictionary<string, long>();
}
