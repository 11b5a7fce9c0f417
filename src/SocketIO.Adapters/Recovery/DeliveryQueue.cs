using System.Runtime.ExceptionServices;

namespace SocketIO.Adapters;

/// <summary>
/// Does one thing after another, in the order in which they were asked for, on whichever thread is there first. No lock is held meanwhile: what is done may
/// run the application's code, which may ask for more.
/// </summary>
/// <remarks>
/// The order of positions in the journal must be the order of delivery on every connection, or a client that comes back would name the last
/// packet it has seen and miss one that was sent before and never arrived.
/// </remarks>
internal sealed class DeliveryQueue
{
    private readonly Lock _gate = new();
    private readonly Queue<(Delivery Delivery, TaskCompletionSource Done)> _waiting = new();
    private readonly Action<Delivery> _deliver;
    private bool _busy;

    public DeliveryQueue(Action<Delivery> deliver) => _deliver = deliver;

    /// <summary>Does it now, or leaves it to the thread that is at it.</summary>
    /// <returns>A task that completes when it is done.</returns>
    public ValueTask Post(in Delivery delivery)
    {
        lock (_gate)
        {
            if (_busy)
            {
                var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue((delivery, done));
                return new ValueTask(done.Task);
            }

            _busy = true;
        }

        var failure = Deliver(delivery);

        while (TryTakeNext(out var next))
        {
            if (Deliver(next.Delivery) is { } reason)
            {
                next.Done.SetException(reason.SourceException);
            }
            else
            {
                next.Done.SetResult();
            }
        }

        failure?.Throw();
        return default;
    }

    // Nothing in here should throw. If something does, whoever asked for it hears of it, and the others get what is theirs.
    private ExceptionDispatchInfo? Deliver(Delivery delivery)
    {
        try
        {
            _deliver(delivery);
            return null;
        }
        catch (Exception exception)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    private bool TryTakeNext(out (Delivery Delivery, TaskCompletionSource Done) next)
    {
        lock (_gate)
        {
            return _busy = _waiting.TryDequeue(out next);
        }
    }
}
