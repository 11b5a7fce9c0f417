using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>Waits for an acknowledgement as a task.</summary>
internal sealed class AckTask(ClientConnection connection) : AckWaiter
{
    // Completed with no lock held, on a thread that nobody waits for.
    private readonly TaskCompletionSource<EventArguments> _source = new(TaskCreationOptions.None);
    private CancellationTokenRegistration _registration;
    private EventArguments? _answer;
    private Exception? _error;

    public Task<EventArguments> Task => _source.Task;

    public void CancelWith(ClientSocket socket, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            return;
        }

        // Under the lock, as everything that ends the wait: it may have ended by now, and then nobody would take back the registration.
        lock (socket.Connection.Gate)
        {
            if (!IsOver)
            {
                _registration = cancellationToken.Register(() =>
                {
                    socket.Forget(this);
                    _source.TrySetCanceled(cancellationToken);
                });
            }
        }
    }

    /// <summary>Hands over the answer, or the error.</summary>
    public void Complete()
    {
        if (_error is null)
        {
            _source.TrySetResult(_answer!);
        }
        else
        {
            _source.TrySetException(_error);
        }
    }

    /// <summary>Has it handed over by another thread.</summary>
    public void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(static task => task.Complete(), this, preferLocal: false);

    protected override void AnswerLocked(EventArguments arguments)
    {
        _answer = arguments;
        connection.OnAnsweredLocked(this);
    }

    protected override void FailLocked(Exception error)
    {
        _error = error;
        Schedule();
    }

    public override void StopLocked()
    {
        base.StopLocked();

        // Does not wait for a callback that runs, which may wait for the lock.
        _registration.Unregister();
    }
}
