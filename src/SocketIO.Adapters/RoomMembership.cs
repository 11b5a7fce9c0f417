namespace SocketIO.Adapters;

/// <summary>
/// The rooms of one socket: kept by the socket, read and changed through the <see cref="RoomIndex"/> of its namespace.
/// </summary>
public sealed class RoomMembership
{
    private SmallSet<Room> _rooms;
    private Dictionary<string, long>? _since;
    private string[]? _names;

    /// <summary>Gets a value indicating whether the socket has left for good: it must not enter a room again, which nobody would ever remove it from.</summary>
    internal bool HasEndedLocked { get; private set; }

    /// <summary>Gets or sets where the socket stands in the journal, if there is one.</summary>
    internal SessionTrace? Trace { get; set; }

    internal IReadOnlyDictionary<string, long> PositionsLocked => new Dictionary<string, long>(_since ?? []);

    internal string[] NamesLocked => _names ??= Array.ConvertAll(_rooms.ToArray(), static room => room.Name);

    internal string[]? CachedNames => Volatile.Read(ref _names);

    /// <summary>
    /// Takes over when the rooms of an earlier connection were joined. Called before they are joined again.
    /// </summary>
    /// <param name="session">The session that was restored.</param>
    public void Resume(RecoverableSession session)
    {
        ArgumentNullException.ThrowIfNull(session);

        if (session.Trace is not { } trace)
        {
            _since = null;
            return;
        }

        _since = new Dictionary<string, long>(trace.RoomsSince);

        // Also those that it was in from the beginning: entering them again is no news.
        foreach (var room in session.Rooms)
        {
            _since.TryAdd(room, 0);
        }
    }

    internal void AddLocked(Room room, long position)
    {
        _rooms.Add(room);

        if (position > 0)
        {
            (_since ??= []).TryAdd(room.Name, position);
        }

        Volatile.Write(ref _names, null);
    }

    internal void ForgetPositionsLocked() => _since = null;

    internal bool RemoveLocked(Room room)
    {
        if (!_rooms.Remove(room))
        {
            return false;
        }

        _since?.Remove(room.Name);
        Volatile.Write(ref _names, null);
        return true;
    }

    internal Room[] EndLocked()
    {
        var rooms = _rooms.ToArray();
        _rooms = default;
        HasEndedLocked = true;
        Volatile.Write(ref _names, null);
        return rooms;
    }
}
