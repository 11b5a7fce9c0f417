namespace SocketIO.Engine;

/// <summary>What can happen to a session.</summary>
internal enum SessionEvent
{
    CandidateAttached,
    UpgradeConfirmed,
    UpgradeAbandoned,
    CloseRequested,
    Ended,
}
