namespace SocketIO.Adapters.Redis;

/// <summary>
/// The ids of the last entries that were read. Not thread-safe.
/// </summary>
internal sealed class StreamMemory
{
    public const int Capacity = 1000;

    private readonly HashSet<StreamId> _known = [];
    private readonly Queue<StreamId> _order = new();

    public void Add(StreamId id)
    {
        if (!_known.Add(id))
        {
            return;
        }

        _order.Enqueue(id);

        if (_order.Count > Capacity)
        {
            _known.Remove(_order.Dequeue());
        }
    }

    public bool Contains(StreamId id) => _known.Contains(id);
}
