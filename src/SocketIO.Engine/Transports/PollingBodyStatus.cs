namespace SocketIO.Engine;

/// <summary>How reading a POST body ended.</summary>
internal enum PollingBodyStatus
{
    Complete,
    TooLarge,
    TooSlow,
    Aborted,
}
