using System.Runtime.InteropServices;

namespace SocketIO.Adapters;

/// <summary>
/// The packets that may have to be sent again, by room: who comes back costs as much as it has missed, not as much as was sent to all.
/// </summary>
/// <remarks>Not thread-safe: the journal's queue is the only one to touch it.</remarks>
internal sealed class PacketLog(ConnectionStateRecoveryOptions limits)
{
    private readonly PacketQueue _all = new();
    private readonly PacketQueue _everyone = new();
    private readonly Dictionary<string, PacketQueue> _rooms = new(StringComparer.Ordinal);
    private long _bytes;

    public int Count => _all.Count;

    /// <summary>Gets the position of the last packet that was forgotten.</summary>
    public long Forgotten { get; private set; }

    public void Add(LoggedPacket packet)
    {
        _all.Add(packet);
        _bytes += packet.Bytes;

        if (packet.Target.Rooms.IsEmpty)
        {
            _everyone.Add(packet);
        }

        foreach (var room in packet.Target.Rooms)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(_rooms, room, out _) ??= new()).Add(packet);
        }

        while (_all.Count > limits.MaxPackets || _bytes > limits.MaxBytes)
        {
            ForgetFirst();
        }
    }

    public void ForgetExpired(long now)
    {
        while (_all.Count > 0 && _all[0].Expires <= now)
        {
            ForgetFirst();
        }
    }

    public void Clear()
    {
        while (_all.Count > 0)
        {
            ForgetFirst();
        }
    }

    /// <summary>Whether all that a session may have missed is still here.</summary>
    public bool Covers(SessionTrace trace, long resume) => resume >= Forgotten || (resume >= trace.Last && trace.Lost >= Forgotten);

    /// <summary>Finds what a session has missed, in the order in which it was sent.</summary>
    public List<LoggedPacket> Missed(RecoverableSession session, SessionTrace trace)
    {
        var missed = new List<LoggedPacket>();
        Collect(_everyone, trace.Resume, missed);

        foreach (var room in session.Rooms)
        {
            if (_rooms.TryGetValue(room, out var packets))
            {
                Collect(packets, Math.Max(trace.Resume, trace.RoomsSince.GetValueOrDefault(room)), missed);
            }
        }

        missed.Sort(static (a, b) => a.Position.CompareTo(b.Position));
        LoggedPacket? previous = null;
        HashSet<string> rooms = [.. session.Rooms];
        missed.RemoveAll(packet => ReferenceEquals(packet, Exchange(ref previous, packet)) || Overlaps(packet.Target.Except, rooms));
        return missed;
    }

    private static void Collect(PacketQueue packets, long after, List<LoggedPacket> found)
    {
        for (var i = packets.IndexAfter(after); i < packets.Count; i++)
        {
            found.Add(packets[i]);
        }
    }

    private static LoggedPacket? Exchange(ref LoggedPacket? previous, LoggedPacket packet)
    {
        var before = previous;
        previous = packet;
        return before;
    }

    private static bool Overlaps(ReadOnlySpan<string> except, HashSet<string> rooms)
    {
        foreach (var room in except)
        {
            if (rooms.Contains(room))
            {
                return true;
            }
        }

        return false;
    }

    private void ForgetFirst()
    {
        var packet = _all.RemoveFirst();
        _bytes -= packet.Bytes;
        Forgotten = packet.Position;

        if (packet.Target.Rooms.IsEmpty)
        {
            _everyone.RemoveFirst();
        }

        // The oldest of all is the oldest of each of its rooms.
        foreach (var room in packet.Target.Rooms)
        {
            var packets = _rooms[room];
            packets.RemoveFirst();

            if (packets.Count == 0)
            {
                _rooms.Remove(room);
            }
        }
    }
}
