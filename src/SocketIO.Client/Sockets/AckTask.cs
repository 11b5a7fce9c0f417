using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>Waits for an acknowledgement as a task.</summary>
internal sealed class AckTask : AckWaiter
{
    private readonly TaskCompletionSource<EventArguments> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;

    public Task<EventArguments> Task => _source.Task;

    public void CancelWith(ClientSocket socket, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.Register(() =>
            {
                socket.Forget(this);
                _source.TrySetCanceled(cancellationToken);
            });
        }
    }

    protected override void AnswerLocked(EventArguments arguments) => _source.TrySetResult(arguments);

    protected override void FailLocked(Exception error) => _source.TrySetException(error);

    protected override void StopLocked()
    {
        base.StopLocked();

        // Does not wait for a callback that runs, which may wait for the lock.
        _registration.Unregister();
    }
}
