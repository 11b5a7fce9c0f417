namespace SocketIO.Adapters.Redis;

/// <summary>
/// A question for the rooms of the other servers, and what they have answered so far.
/// </summary>
internal sealed class RoomsRequest(IReadOnlyCollection<string> own)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _rooms = new(own, StringComparer.Ordinal);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public required int Expected { get; init; }

    public int Received { get; private set; }

    public Task Done => _done.Task;

    public IReadOnlyCollection<string> Rooms
    {
        get
        {
            lock (_gate)
            {
                return [.. _rooms];
            }
        }
    }

    public void Add(IReadOnlyList<string> rooms)
    {
        lock (_gate)
        {
            if (_done.Task.IsCompleted)
            {
                return;
            }

            _rooms.UnionWith(rooms);

            if (++Received >= Expected)
            {
                _done.TrySetResult();
            }
        }
    }
}
