namespace SocketIO.Engine;

public sealed partial class EngineSession
{
    private UnjoinedReservation? _unjoined;
    private int _answered;

    /// <summary>
    /// Says that the application has accepted the peer, so that the session no longer counts against
    /// <see cref="EngineOptions.MaxUnjoinedSessions"/>.
    /// </summary>
    /// <remarks>A Socket.IO server calls it when a namespace is joined. Calling it again does nothing.</remarks>
    public void MarkJoined() => Interlocked.Exchange(ref _unjoined, null)?.Give();

    /// <summary>Says whether the response that is being made is the session's first.</summary>
    internal bool TryTakeFirstResponse() => Interlocked.Exchange(ref _answered, 1) == 0;
}
