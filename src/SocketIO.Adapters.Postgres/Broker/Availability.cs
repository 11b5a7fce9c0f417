namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Whether something is there, or has been until a moment ago: most connections that are lost are replaced at once, and nobody need be told.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Availability(TimeProvider time)
{
    // As long as a broadcast waits for its place in the order at most.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long? _lostAt;
    private bool _isThere;

    public bool IsThere
    {
        get
        {
            lock (_gate)
            {
                return _isThere || (_lostAt is { } lostAt && time.GetElapsedTime(lostAt) < s_grace);
            }
        }
    }

    public void Found()
    {
        lock (_gate)
        {
            _isThere = true;
        }
    }

    /// <summary>Says that it is not there. It may be said often: the first time counts.</summary>
    public void Lost()
    {
        lock (_gate)
        {
            _lostAt = _isThere ? time.GetTimestamp() : _lostAt;
            _isThere = false;
        }
    }
}
