namespace SocketIO.Client;

/// <summary>
/// Tells the application what happens, one thing after another and in order: a handler is awaited before the next is called.
/// </summary>
/// <remarks>
/// Apart from the threads that read and write: a handler that takes its time delays other handlers, but neither heartbeats nor acknowledgements. Thread-safe.
/// </remarks>
/// <param name="context">Where handlers are called; <see langword="null"/> for the thread pool.</param>
/// <param name="capacity">How many may wait before <see cref="WhenReadyAsync"/> does not complete at once.</param>
/// <param name="onError">Is told what handlers throw.</param>
internal sealed class CallbackQueue(SynchronizationContext? context, int capacity, Action<Exception, Callback> onError)
{
    private readonly Lock _gate = new();
    private readonly Queue<Callback> _waiting = new();
    private TaskCompletionSource? _ready;
    private bool _isRunning;
    private bool _isHeld;

    public void Enqueue(Callback callback)
    {
        lock (_gate)
        {
            _waiting.Enqueue(callback);

            if (_isRunning || _isHeld)
            {
                return;
            }

            _isRunning = true;
        }

        Schedule();
    }

    /// <summary>Until <see cref="Release"/> what is enqueued wakes nobody.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _isHeld = true;
        }
    }

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    /// <returns>Whether something waits: then it is for the caller to call <see cref="Schedule"/> or <see cref="RunHere"/>.</returns>
    public bool Release()
    {
        lock (_gate)
        {
            _isHeld = false;
            return !_isRunning && (_isRunning = _waiting.Count > 0);
        }
    }

    /// <summary>Calls handlers on this thread, or in the context that there is for them.</summary>
    public void RunHere()
    {
        if (context is null)
        {
            Run();
        }
        else
        {
            Schedule();
        }
    }

    /// <summary>Completes when fewer callbacks wait than the capacity.</summary>
    public ValueTask WhenReadyAsync()
    {
        lock (_gate)
        {
            if (_waiting.Count < capacity)
            {
                return default;
            }

            _ready ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(_ready.Task);
        }
    }

    /// <summary>Completes when everything that waits now has been told.</summary>
    public Task WhenToldAsync()
    {
        var mark = new Mark();
        Enqueue(mark);
        return mark.Task;
    }

    /// <summary>Has handlers called by another thread, or in the context that there is for them.</summary>
    public void Schedule()
    {
        if (context is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static queue => ((CallbackQueue)queue!).Run(), this);
        }
        else
        {
            context.Post(static queue => ((CallbackQueue)queue!).Run(), this);
        }
    }

    // As long as handlers complete at once they are called in a row; one that does not is awaited elsewhere.
    private void Run()
    {
        while (TryTake(out var callback))
        {
            ValueTask invoked;

            try
            {
                invoked = callback.InvokeAsync();
            }
            catch (Exception e)
            {
                Report(e, callback);
                continue;
            }

            if (!invoked.IsCompletedSuccessfully)
            {
                _ = RunOnAsync(invoked, callback);
                return;
            }
        }
    }

    private async Task RunOnAsync(ValueTask invoked, Callback callback)
    {
        try
        {
            await invoked.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Report(e, callback);
        }

        Schedule();
    }

    // A report that fails has nobody left to report to. It must not end the process, nor the queue.
    private void Report(Exception error, Callback callback)
    {
        try
        {
            onError(error, callback);
        }
        catch (Exception)
        {
            // Of the application's own making: its log, or its handler of errors.
        }
    }

    private bool TryTake(out Callback callback)
    {
        TaskCompletionSource? ready = null;

        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _isRunning = false;
                callback = null!;
                return false;
            }

            callback = _waiting.Dequeue();

            if (_ready is not null && _waiting.Count < capacity)
            {
                (ready, _ready) = (_ready, null);
            }
        }

        ready?.TrySetResult();
        return true;
    }

    private sealed class Mark : Callback
    {
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _told.Task;

        public override ValueTask InvokeAsync()
        {
            _told.TrySetResult();
            return default;
        }
    }
}
