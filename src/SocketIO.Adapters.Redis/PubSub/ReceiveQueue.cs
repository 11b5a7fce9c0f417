namespace SocketIO.Adapters.Redis;

/// <summary>
/// Works off what Redis brings, one after another in its order: on the thread that brings it, where that is allowed and nothing waits, and else on another.
/// </summary>
/// <param name="handle">Handles one message. Never throws.</param>
// A change of threads for each message costs more than most messages do.
internal sealed class ReceiveQueue(Action<Received> handle)
{
    private readonly Lock _gate = new();
    private readonly Queue<Received> _waiting = new();
    private TaskCompletionSource? _idle;
    private bool _busy;
    private bool _completed;

    public void Post(in Received received, bool mayRunHere)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return;
            }

            if (_busy || !mayRunHere)
            {
                _waiting.Enqueue(received);
            }

            if (_busy)
            {
                return;
            }

            _busy = true;
        }

        if (mayRunHere)
        {
            handle(received);
            GoOn();
        }
        else
        {
            WorkOffElsewhere();
        }
    }

    /// <summary>Takes nothing more.</summary>
    /// <returns>A task that completes when what was taken is worked off.</returns>
    public Task CompleteAsync()
    {
        lock (_gate)
        {
            _completed = true;
            return _busy ? (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
        }
    }

    // What has come meanwhile may be slow.
    private void GoOn()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                EndLocked();
                return;
            }
        }

        WorkOffElsewhere();
    }

    private void WorkOffElsewhere() => ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.WorkOff(), this, preferLocal: false);

    private void WorkOff()
    {
        while (true)
        {
            Received received;

            lock (_gate)
            {
                if (!_waiting.TryDequeue(out received))
                {
                    EndLocked();
                    return;
                }
            }

            handle(received);
        }
    }

    private void EndLocked()
    {
        _busy = false;
        _idle?.TrySetResult();
    }
}
