namespace SocketIO.Adapters;

/// <summary>
/// Where a socket stands in the <see cref="RecoveryJournal"/> of its namespace, or in the store that servers share. Touched by the queue of either only.
/// </summary>
internal sealed record SessionTrace
{
    /// <summary>Gets or sets the position when the session began: nothing up to there was for it.</summary>
    public long First { get; set; }

    /// <summary>Gets or sets the position of the last packet that was sent to it.</summary>
    public long Last { get; set; }

    /// <summary>Gets or sets the position when its connection was found to be lost.</summary>
    public long Lost { get; set; }

    /// <summary>Gets or sets the time stamp from which on the session cannot be restored any more.</summary>
    public long Expires { get; set; }

    /// <summary>Gets or sets the position up to which the client has received everything, once it has come back.</summary>
    public long Resume { get; set; }

    /// <summary>Gets or sets what the client has got before it had a position in the store that servers share.</summary>
    /// <value><see langword="null"/> for nothing, which is the rule.</value>
    public DeliveredAhead? Ahead { get; set; }

    /// <summary>Gets or sets up to which number messages of this server are still to come from the store, which others here have got without waiting for it.</summary>
    public long Owed { get; set; }

    /// <summary>Gets or sets the positions at which rooms were joined; what was sent there before was not for this session.</summary>
    public IReadOnlyDictionary<string, long> RoomsSince { get; set; } = new Dictionary<string, long>();
}
