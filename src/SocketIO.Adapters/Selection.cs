using System.Buffers;

namespace SocketIO.Adapters;

/// <summary>
/// The sockets of this server that a <see cref="Target"/> means, each once. Give it back with <see cref="Dispose"/>.
/// </summary>
/// <remarks>
/// Everyone or one room, without exceptions or without one socket, which is what nearly all broadcasts are, is the
/// room's own array: nothing is copied, counted or hashed. Anything else is gathered into a rented array.
/// </remarks>
internal readonly ref struct Selection
{
    [ThreadStatic]
    private static HashSet<ILocalSocket>? t_seen;

    private readonly ILocalSocket[] _sockets;
    private readonly int _count;
    private readonly ILocalSocket? _skipped;
    private readonly bool _rented;

    private Selection(ILocalSocket[] sockets, int count, ILocalSocket? skipped, bool rented)
    {
        _sockets = sockets;
        _count = count;
        _skipped = skipped;
        _rented = rented;
    }

    public static Selection Of(Target target, RoomIndex rooms, ILocalSockets all)
    {
        if (target.Rooms.Length <= 1)
        {
            var candidates = target.Rooms.IsEmpty ? all.Snapshot() : rooms.Members(target.Rooms[0]);

            if (TryFindSingleException(target.Except, rooms, out var skipped))
            {
                return new Selection(candidates, candidates.Length, skipped, rented: false);
            }
        }

        return Gather(target, rooms, all);
    }

    public Enumerator GetEnumerator() => new(this);

    public void Dispose()
    {
        if (_rented)
        {
            ArrayPool<ILocalSocket>.Shared.Return(_sockets, clearArray: true);
        }
    }

    private static bool TryFindSingleException(ReadOnlySpan<string> except, RoomIndex rooms, out ILocalSocket? skipped)
    {
        skipped = null;

        foreach (var name in except)
        {
            foreach (var socket in rooms.Members(name))
            {
                if (skipped is not null && !ReferenceEquals(skipped, socket))
                {
                    return false;
                }

                skipped = socket;
            }
        }

        return true;
    }

    private static Selection Gather(Target target, RoomIndex rooms, ILocalSockets all)
    {
        var seen = t_seen ?? new HashSet<ILocalSocket>(ReferenceEqualityComparer.Instance);
        t_seen = null;
        var gathered = ArrayPool<ILocalSocket>.Shared.Rent(16);
        var count = 0;

        // Those left out are simply seen before everybody else.
        foreach (var name in target.Except)
        {
            seen.UnionWith(rooms.Members(name));
        }

        if (target.Rooms.IsEmpty)
        {
            Take(all.Snapshot(), seen, ref gathered, ref count);
        }

        foreach (var name in target.Rooms)
        {
            Take(rooms.Members(name), seen, ref gathered, ref count);
        }

        // A table that one huge broadcast has grown is not kept for the small ones: clearing costs its capacity.
        if (seen.Count <= 4096)
        {
            seen.Clear();
            t_seen = seen;
        }

        return new Selection(gathered, count, skipped: null, rented: true);
    }

    private static void Take(ILocalSocket[] sockets, HashSet<ILocalSocket> seen, ref ILocalSocket[] gathered, ref int count)
    {
        foreach (var socket in sockets)
        {
            if (!seen.Add(socket))
            {
                continue;
            }

            if (count == gathered.Length)
            {
                var larger = ArrayPool<ILocalSocket>.Shared.Rent(count * 2);
                gathered.CopyTo(larger, 0);
                ArrayPool<ILocalSocket>.Shared.Return(gathered, clearArray: true);
                gathered = larger;
            }

            gathered[count++] = socket;
        }
    }

    /// <summary>Walks over the selected sockets, passing by those that are not connected.</summary>
    public ref struct Enumerator
    {
        private readonly Selection _selection;
        private int _index;

        public Enumerator(Selection selection)
        {
            _selection = selection;
            _index = -1;
        }

        public readonly ILocalSocket Current => _selection._sockets[_index];

        public bool MoveNext()
        {
            while (++_index < _selection._count)
            {
                var socket = _selection._sockets[_index];

                if (socket.Connected && !ReferenceEquals(socket, _selection._skipped))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
