namespace SocketIO.Adapters;

/// <summary>
/// What an <see cref="InMemoryCluster"/> keeps for clients that are away.
/// </summary>
internal sealed class InMemoryLog
{
    private readonly Lock _gate = new();
    private readonly List<(long Position, ClusterText Text, string Namespace)> _entries = [];
    private readonly Dictionary<string, ClusterSession> _sessions = new(StringComparer.Ordinal);
    private long _last;

    public long Append(ClusterText text, string ns)
    {
        lock (_gate)
        {
            _entries.Add((++_last, text, ns));
            return _last;
        }
    }

    public long Last
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>Forgets the oldest entries, as a store with a limit does.</summary>
    public void Trim(int count)
    {
        lock (_gate)
        {
            _entries.RemoveRange(0, Math.Min(count, _entries.Count));
        }
    }

    public bool ReachesBackTo(long position)
    {
        lock (_gate)
        {
            return position <= _last && position >= _last - _entries.Count;
        }
    }

    public (long Position, ClusterText Text, string Namespace)[] After(long position)
    {
        lock (_gate)
        {
            return [.. _entries.Where(entry => entry.Position > position)];
        }
    }

    public void Persist(ClusterSession session)
    {
        lock (_gate)
        {
            _sessions[session.Session.Pid] = session;
        }
    }

    public ClusterSession? Take(string pid)
    {
        lock (_gate)
        {
            return _sessions.Remove(pid, out var session) ? session : null;
        }
    }
}
