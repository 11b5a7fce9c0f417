namespace SocketIO.Adapters;

/// <summary>
/// The sockets of one room. Written under the lock of the <see cref="RoomIndex"/>, read without.
/// </summary>
internal sealed class Room(string name)
{
    private SmallSet<ILocalSocket> _members;
    private ILocalSocket[]? _snapshot;

    public string Name { get; } = name;

    public int CountLocked => _members.Count;

    public bool AddLocked(ILocalSocket socket)
    {
        var added = _members.Add(socket);
        Volatile.Write(ref _snapshot, null);
        return added;
    }

    public bool RemoveLocked(ILocalSocket socket)
    {
        var removed = _members.Remove(socket);
        Volatile.Write(ref _snapshot, null);
        return removed;
    }

    /// <summary>Gets the members as they are now; the array is shared and never changes.</summary>
    // Built by the first broadcast after a change rather than by the change: ten thousand joins cost ten thousand
    // set insertions, not ten thousand copies.
    public ILocalSocket[] Snapshot(Lock gate)
    {
        if (Volatile.Read(ref _snapshot) is { } snapshot)
        {
            return snapshot;
        }

        lock (gate)
        {
            return _snapshot ??= _members.ToArray();
        }
    }
}
