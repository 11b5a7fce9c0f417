namespace SocketIO.Server;

/// <summary>
/// The events of one socket that wait for its handlers, bounded by number and bytes. Not thread-safe: its socket's lock guards it.
/// </summary>
/// <remarks>The bound is soft by one event: the reader is asked to wait after the one that reached it.</remarks>
internal sealed class InboundQueue(int maxEvents, int maxBytes)
{
    private readonly Queue<QueuedEvent> _events = new();
    private TaskCompletionSource? _room;
    private int _bytes;

    public int Count => _events.Count;

    public bool IsFull => _events.Count >= maxEvents || _bytes >= maxBytes;

    /// <summary>Gets or sets what ends the wait of an event that found no handler, or of a departure.</summary>
    public ITimer? Timer { get; set; }

    public void Enqueue(QueuedEvent queued)
    {
        _events.Enqueue(queued);
        _bytes += queued.Size;
    }

    public QueuedEvent Peek() => _events.Peek();

    /// <summary>Takes the next event.</summary>
    /// <param name="waiting">Whom to wake, outside the lock, because there is room again.</param>
    public QueuedEvent Dequeue(out TaskCompletionSource? waiting)
    {
        var queued = _events.Dequeue();
        _bytes -= queued.Size;
        waiting = IsFull ? null : TakeWaiting();
        return queued;
    }

    /// <summary>Drops everything.</summary>
    public TaskCompletionSource? Clear()
    {
        _events.Clear();
        _bytes = 0;
        return TakeWaiting();
    }

    /// <summary>Gets a task that completes when there is room.</summary>
    public Task WhenRoom() => (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private TaskCompletionSource? TakeWaiting()
    {
        var waiting = _room;
        _room = null;
        return waiting;
    }
}
