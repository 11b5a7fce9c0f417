namespace SocketIO.Adapters;

/// <summary>
/// The sessions of clients that are away, each until it is taken or has expired.
/// </summary>
/// <remarks>Not thread-safe: the journal's queue is the only one to touch it.</remarks>
internal sealed class SessionStore(int limit)
{
    private readonly Dictionary<string, LinkedListNode<RecoverableSession>> _byPid = new(StringComparer.Ordinal);

    // Nearly in the order in which they expire: one that was put back is among the last for a little while longer.
    private readonly LinkedList<RecoverableSession> _oldestFirst = new();

    public int Count => _byPid.Count;

    public void Add(RecoverableSession session)
    {
        if (_byPid.Remove(session.Pid, out var replaced))
        {
            _oldestFirst.Remove(replaced);
        }

        _byPid.Add(session.Pid, _oldestFirst.AddLast(session));

        if (_byPid.Count > limit)
        {
            RemoveFirst();
        }
    }

    public RecoverableSession? Find(string pid) => _byPid.GetValueOrDefault(pid)?.Value;

    public void Remove(RecoverableSession session)
    {
        if (_byPid.Remove(session.Pid, out var node))
        {
            _oldestFirst.Remove(node);
        }
    }

    public void ForgetExpired(long now)
    {
        while (_oldestFirst.First is { } first && first.Value.Trace!.Expires <= now)
        {
            RemoveFirst();
        }
    }

    public void Clear()
    {
        _byPid.Clear();
        _oldestFirst.Clear();
    }

    private void RemoveFirst()
    {
        _byPid.Remove(_oldestFirst.First!.Value.Pid);
        _oldestFirst.RemoveFirst();
    }
}
