using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// A registered event handler. Dispose of it to remove the handler.
/// </summary>
/// <remarks>Thread-safe. A call of the handler that has begun is not interrupted.</remarks>
public sealed class EventSubscription : IDisposable
{
    private readonly EventRouter _router;
    private readonly BoundHandler _bound;
    private readonly bool _once;
    private string[] _policies = [];
    private int _taken;

    internal EventSubscription(EventRouter router, string eventName, Delegate handler, BoundHandler bound, bool once)
    {
        _router = router;
        _bound = bound;
        _once = once;
        EventName = eventName;
        Handler = handler;
        Utf8Name = Utf8NameComparer.Encode(eventName);
    }

    /// <summary>
    /// Gets the name of the event.
    /// </summary>
    public string EventName { get; }

    internal Delegate Handler { get; }

    internal byte[] Utf8Name { get; }

    internal bool KeepsArguments => _bound.KeepsArguments;

    internal bool AnswersItself => _bound.AnswersItself;

    internal string[] Policies => Volatile.Read(ref _policies);

    /// <summary>
    /// Lets only those users send the event that satisfy authorization policies.
    /// </summary>
    /// <param name="policies">The names of the policies. None stands for the default policy.</param>
    /// <returns>This subscription.</returns>
    /// <remarks>
    /// The policies are asked before every call, with the socket as their resource. An event that is refused is logged, counted and not
    /// acknowledged.
    /// </remarks>
    public EventSubscription RequireAuthorization(params ReadOnlySpan<string> policies)
    {
        string[] added = policies.IsEmpty ? [string.Empty] : [.. policies];
        Volatile.Write(ref _policies, [.. _policies, .. added]);
        return this;
    }

    /// <summary>
    /// Removes the handler. Does nothing the second time.
    /// </summary>
    public void Dispose() => _router.Remove(this);

    internal EventSubscription CopyTo(EventRouter router) => new(router, EventName, Handler, _bound, _once) { _policies = _policies };

    /// <summary>Says whether the handler is to be called: one that is to run once is taken by the first event.</summary>
    internal bool TryTake()
    {
        if (!_once)
        {
            return true;
        }

        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            return false;
        }

        Dispose();
        return true;
    }

    internal ValueTask Invoke(EventInvocation call, ref ArgumentReader arguments) => _bound.Invoke(Handler, call, ref arguments);
}
