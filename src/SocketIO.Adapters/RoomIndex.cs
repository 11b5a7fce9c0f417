using System.Collections.Concurrent;

namespace SocketIO.Adapters;

/// <summary>
/// The rooms of one namespace on this server.
/// </summary>
/// <remarks>
/// <para>
/// Rooms exist from the first join to the last leave. Broadcasts read them without a lock: each room hands out an array
/// of its members that is rebuilt after a change, so a broadcast reaches those who were members when it began.
/// </para>
/// <para>Thread-safe. The events are raised on the thread that made the change, in the order of that change, outside any lock.</para>
/// </remarks>
public sealed class RoomIndex
{
    // Protects the members of every room, the rooms of every socket, and the agreement between the two. Nothing is
    // called while it is held. Look-ups of a room by name go past it.
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Room> _rooms = new(StringComparer.Ordinal);

    /// <summary>Occurs when the first socket joins a room: its name.</summary>
    public event Action<string>? Created;

    /// <summary>Occurs when the last socket has left a room: its name.</summary>
    public event Action<string>? Deleted;

    /// <summary>Occurs when a socket has joined a room: its name and the socket's id.</summary>
    public event Action<string, string>? Joined;

    /// <summary>Occurs when a socket has left a room: its name and the socket's id.</summary>
    public event Action<string, string>? Left;

    /// <summary>
    /// Gets the names of all rooms, those named by socket ids included.
    /// </summary>
    /// <value>A snapshot.</value>
    public IReadOnlyCollection<string> Names => [.. _rooms.Keys];

    /// <summary>Gets or sets the position that the journal of the namespace has reached; zero without a journal.</summary>
    internal long Position
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    private bool IsWatched => Created is not null || Deleted is not null || Joined is not null || Left is not null;

    /// <summary>
    /// Counts the members of a room.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <returns>Zero for a room that does not exist.</returns>
    public int Count(string room)
    {
        lock (_gate)
        {
            return _rooms.TryGetValue(room, out var found) ? found.CountLocked : 0;
        }
    }

    /// <summary>
    /// Gets the names of the rooms that a socket is in.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <returns>A snapshot; empty once the socket has gone.</returns>
    public IReadOnlyCollection<string> RoomsOf(ILocalSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);

        if (socket.Membership.CachedNames is { } names)
        {
            return names;
        }

        lock (_gate)
        {
            return socket.Membership.NamesLocked;
        }
    }

    /// <summary>Gets the positions at which a socket has joined its rooms.</summary>
    internal IReadOnlyDictionary<string, long> PositionsOf(ILocalSocket socket)
    {
        lock (_gate)
        {
            return socket.Membership.PositionsLocked;
        }
    }

    /// <summary>Forgets at which positions a socket has joined its rooms, because positions mean something else from now on.</summary>
    internal void ForgetPositionsOf(ILocalSocket socket)
    {
        lock (_gate)
        {
            socket.Membership.ForgetPositionsLocked();
        }
    }

    /// <summary>
    /// Puts a socket into rooms. Those that it is in already are left alone.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="rooms">The rooms.</param>
    /// <remarks>Does nothing after <see cref="RemoveSocket"/>.</remarks>
    public void Join(ILocalSocket socket, params ReadOnlySpan<string> rooms)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var changes = IsWatched ? new List<RoomChange>() : null;

        lock (_gate)
        {
            foreach (var name in rooms)
            {
                JoinLocked(socket, name, changes);
            }
        }

        Announce(changes);
    }

    /// <summary>
    /// Takes a socket out of rooms.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="rooms">The rooms. Those that it is not in are ignored.</param>
    public void Leave(ILocalSocket socket, params ReadOnlySpan<string> rooms)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var changes = IsWatched ? new List<RoomChange>() : null;

        lock (_gate)
        {
            foreach (var name in rooms)
            {
                if (_rooms.TryGetValue(name, out var room) && socket.Membership.RemoveLocked(room))
                {
                    RemoveMemberLocked(room, socket, changes);
                }
            }
        }

        Announce(changes);
    }

    /// <summary>
    /// Takes a socket out of all its rooms, for good.
    /// </summary>
    /// <param name="socket">The socket. It cannot join a room any more.</param>
    public void RemoveSocket(ILocalSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var changes = IsWatched ? new List<RoomChange>() : null;

        lock (_gate)
        {
            foreach (var room in socket.Membership.EndLocked())
            {
                RemoveMemberLocked(room, socket, changes);
            }
        }

        Announce(changes);
    }

    /// <summary>
    /// Gets the members of a room.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <returns>A shared array that never changes: do not write to it. Empty for a room that does not exist.</returns>
    public ILocalSocket[] Members(string room) => _rooms.TryGetValue(room, out var found) ? found.Snapshot(_gate) : [];

    private void JoinLocked(ILocalSocket socket, string name, List<RoomChange>? changes)
    {
        ArgumentNullException.ThrowIfNull(name);

        if (socket.Membership.HasEndedLocked)
        {
            return;
        }

        if (!_rooms.TryGetValue(name, out var room))
        {
            room = new Room(name);
            _rooms[name] = room;
            changes?.Add(new RoomChange(RoomChangeKind.Created, name, socket.Id));
        }

        if (room.AddLocked(socket))
        {
            socket.Membership.AddLocked(room, Position);
            changes?.Add(new RoomChange(RoomChangeKind.Joined, name, socket.Id));
        }
    }

    private void RemoveMemberLocked(Room room, ILocalSocket socket, List<RoomChange>? changes)
    {
        room.RemoveLocked(socket);
        changes?.Add(new RoomChange(RoomChangeKind.Left, room.Name, socket.Id));

        if (room.CountLocked == 0)
        {
            _rooms.TryRemove(room.Name, out _);
            changes?.Add(new RoomChange(RoomChangeKind.Deleted, room.Name, socket.Id));
        }
    }

    private void Announce(List<RoomChange>? changes)
    {
        if (changes is null)
        {
            return;
        }

        foreach (var change in changes)
        {
            switch (change.Kind)
            {
                case RoomChangeKind.Created:
                    Created?.Invoke(change.Room);
                    break;

                case RoomChangeKind.Joined:
                    Joined?.Invoke(change.Room, change.SocketId);
                    break;

                case RoomChangeKind.Left:
                    Left?.Invoke(change.Room, change.SocketId);
                    break;

                default:
                    Deleted?.Invoke(change.Room);
                    break;
            }
        }
    }
}
