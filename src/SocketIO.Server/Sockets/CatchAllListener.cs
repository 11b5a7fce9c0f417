using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// A listener of every event.
/// </summary>
/// <param name="Handler">What was registered, by which it is removed.</param>
/// <param name="Invoke">Calls it.</param>
internal sealed record CatchAllListener(Delegate Handler, Func<string, EventArguments, ValueTask> Invoke)
{
    /// <summary>Makes one of those that the sender does not wait for.</summary>
    public static CatchAllListener FromSynchronous(Action<string, EventArguments> handler)
    {
        HandlerBinder.ThrowIfNotSynchronous(handler);
        return From(handler);
    }

    public static CatchAllListener From(Action<string, EventArguments> handler)
    {
        HandlerBinder.ThrowIfAsyncVoid(handler);
        return new(handler, (name, arguments) =>
        {
            handler(name, arguments);
            return default;
        });
    }

    public static CatchAllListener From(Func<string, EventArguments, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new(handler, (name, arguments) => new ValueTask(handler(name, arguments)));
    }
}
