namespace SocketIO.Server;

/// <summary>
/// Counts what has been begun for events and for sockets that come and go and has not completed, so that a stopping server can wait for it.
/// </summary>
/// <remarks>Thread-safe. Handlers that complete synchronously are not counted.</remarks>
internal sealed class PendingHandlers
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _idle;

    public int Count { get; private set; }

    public void Begin()
    {
        lock (_gate)
        {
            Count++;
        }
    }

    public void End()
    {
        TaskCompletionSource? idle = null;

        lock (_gate)
        {
            if (--Count == 0)
            {
                (idle, _idle) = (_idle, null);
            }
        }

        idle?.TrySetResult();
    }

    /// <summary>Waits until nothing is pending, or until the token is cancelled.</summary>
    /// <returns>How many are pending then.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        Task idle;

        lock (_gate)
        {
            if (Count == 0)
            {
                return 0;
            }

            idle = (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await idle.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Count;
    }
}
