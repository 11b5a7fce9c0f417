namespace SocketIO.Differential;

/// <summary>What a client has received and not yet handed out, and waits for more of it.</summary>
internal sealed class Inbox
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = New();
    private bool _ended;

    public bool Ended
    {
        get
        {
            lock (_gate)
            {
                return _ended;
            }
        }
    }

    public void Add(string line) => Change(() => _lines.Add(line));

    public void End() => Change(() => _ended = true);

    /// <summary>Wakes up who waits for something that is not in here.</summary>
    public void Touch() => Change(() => { });

    public string[] TakeAll()
    {
        lock (_gate)
        {
            string[] all = [.. _lines];
            _lines.Clear();
            return all;
        }
    }

    public bool Has(Func<string, bool> predicate)
    {
        lock (_gate)
        {
            return _lines.Any(predicate);
        }
    }

    /// <summary>Waits until something is true or the session has ended; answers whether that was in time.</summary>
    public async Task<bool> WaitAsync(Func<bool> condition, TimeSpan limit)
    {
        using var timer = new CancellationTokenSource(limit, TimeProvider.System);

        while (true)
        {
            Task changed;

            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (condition() || Ended)
            {
                return true;
            }

            try
            {
                await changed.WaitAsync(timer.Token);
            }
            catch (OperationCanceledException)
            {
                return condition();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Action change)
    {
        TaskCompletionSource changed;

        lock (_gate)
        {
            change();
            changed = _changed;
            _changed = New();
        }

        changed.TrySetResult();
    }
}
