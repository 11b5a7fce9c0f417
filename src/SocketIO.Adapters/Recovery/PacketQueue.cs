namespace SocketIO.Adapters;

/// <summary>
/// Packets in the order of their positions: added at one end, forgotten at the other, found by halving.
/// </summary>
internal sealed class PacketQueue
{
    private LoggedPacket?[] _ring = new LoggedPacket?[4];
    private int _head;

    public int Count { get; private set; }

    public LoggedPacket this[int index] => _ring[(_head + index) & (_ring.Length - 1)]!;

    public void Add(LoggedPacket packet)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_head + Count) & (_ring.Length - 1)] = packet;
        Count++;
    }

    public LoggedPacket RemoveFirst()
    {
        var first = _ring[_head]!;
        _ring[_head] = null;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return first;
    }

    /// <summary>Finds the first packet after a position.</summary>
    /// <returns>Its index; <see cref="Count"/> if there is none.</returns>
    public int IndexAfter(long position)
    {
        var (low, high) = (0, Count);

        while (low < high)
        {
            var middle = (low + high) >>> 1;

            if (this[middle].Position > position)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private void Grow()
    {
        var larger = new LoggedPacket?[_ring.Length * 2];

        for (var i = 0; i < Count; i++)
        {
            larger[i] = this[i];
        }

        _ring = larger;
        _head = 0;
    }
}
