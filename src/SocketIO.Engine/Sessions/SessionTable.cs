using System.Collections.Concurrent;

namespace SocketIO.Engine;

/// <summary>
/// The sessions of a server by id, and how many of them nobody has used yet.
/// </summary>
/// <remarks>
/// Thread-safe. A session that has not been joined costs its peer nothing but a request, so their number is capped in
/// all and for each address.
/// </remarks>
internal sealed class SessionTable(int maxUnjoined, int maxUnjoinedPerAddress)
{
    private readonly ConcurrentDictionary<string, EngineSession> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _unjoinedByAddress = new(StringComparer.Ordinal);
    private int _unjoined;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public IEnumerable<EngineSession> All => _sessions.Values;

    public bool TryGet(string id, out EngineSession session) => _sessions.TryGetValue(id, out session!);

    public bool Contains(string id) => _sessions.ContainsKey(id);

    public bool TryAdd(EngineSession session)
    {
        if (!_sessions.TryAdd(session.Id, session))
        {
            return false;
        }

        Interlocked.Increment(ref _count);
        return true;
    }

    public void Remove(EngineSession session)
    {
        if (_sessions.TryRemove(KeyValuePair.Create(session.Id, session)))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Counts a session that is about to open.</summary>
    /// <returns><see langword="false"/> when too many are open that nobody has joined.</returns>
    public bool TryReserveUnjoined(string address)
    {
        lock (_gate)
        {
            var here = _unjoinedByAddress.GetValueOrDefault(address);

            if (_unjoined >= maxUnjoined || here >= maxUnjoinedPerAddress)
            {
                return false;
            }

            _unjoined++;
            _unjoinedByAddress[address] = here + 1;
            return true;
        }
    }

    /// <summary>Takes back one <see cref="TryReserveUnjoined"/>: the session was joined, or has gone.</summary>
    public void ReleaseUnjoined(string address)
    {
        lock (_gate)
        {
            _unjoined--;

            var here = _unjoinedByAddress[address] - 1;

            if (here == 0)
            {
                _unjoinedByAddress.Remove(address);
            }
            else
            {
                _unjoinedByAddress[address] = here;
            }
        }
    }

    public EngineSession? WithLongestQueue()
    {
        EngineSession? longest = null;

        foreach (var (_, session) in _sessions)
        {
            if (longest is null || session.QueuedBytes > longest.QueuedBytes)
            {
                longest = session;
            }
        }

        return longest;
    }
}
