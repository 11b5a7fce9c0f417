using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// Somebody who waits for an acknowledgement. Told once, under the connection's lock: of the answer, or that there will be none.
/// </summary>
internal abstract class AckWaiter
{
    private ITimer? _timer;

    public long Id { get; private set; } = -1;

    /// <summary>Gets a value indicating whether there is nothing to wait for any more.</summary>
    protected bool IsOver { get; private set; }

    /// <summary>Gets how long the answer may take; <see langword="null"/> for what the socket's options say.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets a value indicating whether the wait has a limit.</summary>
    public bool IsTimed => _timer is not null;

    /// <summary>Gets a value indicating whether it wants to know when there will be no answer.</summary>
    public virtual bool TakesErrors => true;

    /// <summary>Begins to wait.</summary>
    public void StartLocked(ClientSocket socket, long id, TimeSpan? timeout)
    {
        Id = id;

        if ((Timeout ?? timeout) is { } limit && limit != System.Threading.Timeout.InfiniteTimeSpan)
        {
            _timer = socket.Connection.Time.CreateTimer(_ => socket.OnAckTimeout(this, id), null, limit, System.Threading.Timeout.InfiniteTimeSpan);
        }
    }

    public void OnAnswerLocked(EventArguments arguments)
    {
        StopLocked();
        AnswerLocked(arguments);
    }

    public void OnErrorLocked(Exception error)
    {
        StopLocked();
        FailLocked(error);
    }

    protected abstract void AnswerLocked(EventArguments arguments);

    protected abstract void FailLocked(Exception error);

    /// <summary>Ends the wait; nobody is told.</summary>
    public virtual void StopLocked()
    {
        IsOver = true;
        _timer?.Dispose();
        _timer = null;
    }
}
