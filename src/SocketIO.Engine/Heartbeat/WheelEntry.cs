namespace SocketIO.Engine;

/// <summary>
/// A session's place in the <see cref="DeadlineWheel"/>, which alone writes it.
/// </summary>
internal sealed class WheelEntry(EngineSession session)
{
    public EngineSession Session { get; } = session;

    public WheelEntry? Next { get; set; }

    public WheelEntry? Previous { get; set; }

    /// <summary>Gets or sets the next of the entries that one tick found due. Apart from <see cref="Next"/>, because an entry may be scheduled again while it is in that list.</summary>
    public WheelEntry? NextDue { get; set; }

    public long Due { get; set; }

    public long DueTick { get; set; }

    /// <summary>Gets or sets the slot that holds the entry; -1 when none does.</summary>
    public int Slot { get; set; } = -1;
}
