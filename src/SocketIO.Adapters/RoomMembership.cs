namespace SocketIO.Adapters;

/// <summary>
/// The rooms of one socket: kept by the socket, read and changed through the <see cref="RoomIndex"/> of its namespace.
/// </summary>
public sealed class RoomMembership
{
    private SmallSet<Room> _rooms;
    private string[]? _names;

    /// <summary>Gets a value indicating whether the socket has left for good: it must not enter a room again, which nobody would ever remove it from.</summary>
    internal bool HasEndedLocked { get; private set; }

    internal string[] NamesLocked => _names ??= Array.ConvertAll(_rooms.ToArray(), static room => room.Name);

    internal string[]? CachedNames => Volatile.Read(ref _names);

    internal bool ContainsLocked(Room room) => _rooms.Contains(room);

    internal void AddLocked(Room room)
    {
        _rooms.Add(room);
        Volatile.Write(ref _names, null);
    }

    internal void RemoveLocked(Room room)
    {
        _rooms.Remove(room);
        Volatile.Write(ref _names, null);
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
