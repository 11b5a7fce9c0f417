namespace SocketIO.Server;

/// <summary>
/// What few sockets have: catch-all listeners, middlewares, and handlers of their own end and errors. Made on first use.
/// </summary>
/// <remarks>Thread-safe: the lists are replaced, never changed.</remarks>
internal sealed class SocketListeners
{
    private readonly Lock _gate = new();
    private CatchAllListener[] _incoming = [];
    private CatchAllListener[] _outgoing = [];
    private Func<EventContext, Func<Task>, Task>[] _middlewares = [];
    private Func<Exception, ValueTask>[] _errors = [];

    public CatchAllListener[] Incoming => Volatile.Read(ref _incoming);

    public CatchAllListener[] Outgoing => Volatile.Read(ref _outgoing);

    public Func<EventContext, Func<Task>, Task>[] Middlewares => Volatile.Read(ref _middlewares);

    public Func<Exception, ValueTask>[] Errors => Volatile.Read(ref _errors);

    public LifecycleHandlers Disconnecting { get; } = new();

    public LifecycleHandlers Disconnect { get; } = new();

    /// <summary>Gets a value indicating whether somebody has to see an event before its handlers do.</summary>
    public bool Intercepts => Incoming.Length > 0 || Middlewares.Length > 0;

    public IDisposable AddIncoming(CatchAllListener listener, bool prepend)
    {
        lock (_gate)
        {
            _incoming = prepend ? [listener, .. _incoming] : [.. _incoming, listener];
        }

        return new Removal(() => RemoveIncoming(l => ReferenceEquals(l, listener)));
    }

    public IDisposable AddOutgoing(CatchAllListener listener, bool prepend)
    {
        lock (_gate)
        {
            _outgoing = prepend ? [listener, .. _outgoing] : [.. _outgoing, listener];
        }

        return new Removal(() => RemoveOutgoing(l => ReferenceEquals(l, listener)));
    }

    public void RemoveIncoming(Predicate<CatchAllListener> match)
    {
        lock (_gate)
        {
            _incoming = Array.FindAll(_incoming, l => !match(l));
        }
    }

    public void RemoveOutgoing(Predicate<CatchAllListener> match)
    {
        lock (_gate)
        {
            _outgoing = Array.FindAll(_outgoing, l => !match(l));
        }
    }

    public void AddMiddleware(Func<EventContext, Func<Task>, Task> middleware)
    {
        lock (_gate)
        {
            _middlewares = [.. _middlewares, middleware];
        }
    }

    public IDisposable AddError(Func<Exception, ValueTask> handler)
    {
        lock (_gate)
        {
            _errors = [.. _errors, handler];
        }

        return new Removal(() =>
        {
            lock (_gate)
            {
                _errors = Array.FindAll(_errors, h => !ReferenceEquals(h, handler));
            }
        });
    }
}
