namespace SocketIO.Client;

/// <summary>
/// The handlers of one thing that can happen. Thread-safe.
/// </summary>
internal sealed class CallbackList<T>
{
    private Func<T, ValueTask>[] _handlers = [];

    public bool IsEmpty => Volatile.Read(ref _handlers).Length == 0;

    public IDisposable Add(Action<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add(value =>
        {
            handler(value);
            return default(ValueTask);
        });
    }

    public IDisposable Add(Func<T, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add(value => new ValueTask(handler(value)));
    }

    /// <summary>Has the handlers told, in the order of registration; those that are registered when it is their turn.</summary>
    public void Raise(CallbackQueue queue, T value) => queue.Enqueue(new Occurrence(this, value));

    private IDisposable Add(Func<T, ValueTask> handler)
    {
        Replace(handlers => [.. handlers, handler]);
        return new Registration(() => Replace(handlers => [.. handlers.Where(other => other != handler)]));
    }

    private void Replace(Func<Func<T, ValueTask>[], Func<T, ValueTask>[]> change)
    {
        Func<T, ValueTask>[] before;

        do
        {
            before = Volatile.Read(ref _handlers);
        }
        while (Interlocked.CompareExchange(ref _handlers, change(before), before) != before);
    }

    private sealed class Occurrence(CallbackList<T> list, T value) : Callback
    {
        public override async ValueTask InvokeAsync()
        {
            List<Exception>? errors = null;

            foreach (var handler in Volatile.Read(ref list._handlers))
            {
                try
                {
                    await handler(value).ConfigureAwait(true);
                }
                catch (Exception e)
                {
                    (errors ??= []).Add(e);
                }
            }

            if (errors is not null)
            {
                throw errors.Count == 1 ? errors[0] : new AggregateException(errors);
            }
        }
    }
}
