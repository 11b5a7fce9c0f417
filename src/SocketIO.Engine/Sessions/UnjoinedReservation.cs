namespace SocketIO.Engine;

/// <summary>
/// A place among the sessions that nobody has joined, given back once.
/// </summary>
internal sealed class UnjoinedReservation(SessionTable table, string address)
{
    private SessionTable? _table = table;
    private bool _taken;

    /// <summary>Hands the place to a session, which releases it with <see cref="Give"/>.</summary>
    public void Take() => _taken = true;

    /// <summary>Gives the place back unless a session has taken it.</summary>
    public void Release()
    {
        if (!_taken)
        {
            Give();
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Give() => Interlocked.Exchange(ref _table, null)?.ReleaseUnjoined(address);
}
