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
    /// <value>-1 for a session of which nobody knows, as one that a JavaScript server has left: its client must name an offset.</value>
    public long First { get; init; } = -1;

    /// <summary>
    /// Gets the position of the last message that was sent to the client, as far as the server knows.
    /// </summary>
    public long Last { get; init; } = long.MaxValue;

    /// <summary>
    /// Gets the position that the server had reached when the client was found to be gone. A client that has received everything up to <see cref="Last"/> has missed nothing before.
    /// </summary>
    public long Lost { get; init; }

    /// <summary>
    /// Gets the positions at which rooms were joined; what was sent there before was not for this session.
    /// </summary>
    public IReadOnlyDictionary<string, long> RoomsSince { get; init; } = new Dictionary<string, long>();
}
