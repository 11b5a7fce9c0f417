using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// A task that completes with the acknowledgement of one socket, or fails when the time is over, the socket gone or the caller no
/// longer interested, whichever is first.
/// </summary>
internal sealed class AckWaiter<T> : TaskCompletionSource<T>, IAckWaiter
{
    private readonly ServerSocket _socket;
    private readonly long _id;
    private ITimer? _timer;
    private CancellationTokenRegistration _cancellation;

    public AckWaiter(ServerSocket socket, long id)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        _socket = socket;
        _id = id;
    }

    public void Start(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            _timer = _socket.Namespace.Server.Time.CreateTimer(static waiter => ((AckWaiter<T>)waiter!).OnTimeout(), this, timeout, Timeout.InfiniteTimeSpan);
        }

        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (waiter, token) => ((AckWaiter<T>)waiter!).OnCanceled(token), this);
        }

        // The answer may have come in between, from another thread: then it could not stop what did not run yet.
        if (Task.IsCompleted)
        {
            Stop();
        }
    }

    public void OnAck(scoped in ReceivedPacket packet, IArgumentSerializer serializer)
    {
        Stop();
        var reader = new ArgumentReader(packet);

        if (typeof(T) == typeof(EventArguments))
        {
            TrySetResult((T)(object)packet.ToArguments(serializer));
        }
        else if (reader.Remaining == 0 && default(T) is null)
        {
            // An acknowledgement without arguments is JavaScript's undefined.
            TrySetResult(default!);
        }
        else if (reader.TryRead<T>(serializer, out var value))
        {
            TrySetResult(value!);
        }
        else
        {
            TrySetException(new ArgumentBindingException(0, typeof(T)));
        }
    }

    public void OnDisconnected(string? reason)
    {
        Stop();
        TrySetException(new SocketDisconnectedException(reason));
    }

    private void OnTimeout()
    {
        if (_socket.TakeAck(_id))
        {
            Stop();
            _socket.Namespace.Server.Metrics.AckTimedOut();
            TrySetException(new AckTimeoutException());
        }
    }

    private void OnCanceled(CancellationToken token)
    {
        if (_socket.TakeAck(_id))
        {
            _timer?.Dispose();
            TrySetCanceled(token);
        }
    }

    private void Stop()
    {
        _timer?.Dispose();
        _cancellation.Unregister();
    }
}
