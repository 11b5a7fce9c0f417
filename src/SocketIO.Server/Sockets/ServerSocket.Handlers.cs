using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>What the application does when this client sends something, or goes.</content>
public sealed partial class ServerSocket
{
    private EventRouter? _router;
    private SocketListeners? _listeners;

    /// <summary>
    /// Gets the names of the events for which this socket has handlers of its own.
    /// </summary>
    public IReadOnlyCollection<string> EventNames => _router?.EventNames ?? [];

    /// <summary>
    /// Gets the listeners of every incoming event.
    /// </summary>
    public IReadOnlyList<Delegate> ListenersAny => Array.ConvertAll(_listeners?.Incoming ?? [], static l => l.Handler);

    /// <summary>
    /// Gets the listeners of every outgoing event.
    /// </summary>
    public IReadOnlyList<Delegate> ListenersAnyOutgoing => Array.ConvertAll(_listeners?.Outgoing ?? [], static l => l.Handler);

    private EventRouter Handlers => _router ?? Interlocked.CompareExchange(ref _router, new EventRouter(), null) ?? _router;

    private SocketListeners Listen => _listeners ?? Interlocked.CompareExchange(ref _listeners, new SocketListeners(), null) ?? _listeners;

    /// <summary>
    /// Registers a handler of an event that this client sends.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">What to do, see <see cref="ServerNamespace.On"/>.</param>
    /// <returns>The registration. Dispose of it to remove the handler.</returns>
    /// <remarks>
    /// Register in the connection handler: events that have arrived meanwhile wait for it. A handler that is the same for all clients is better
    /// registered once, on the namespace.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The handler has a parameter that cannot be bound, or is <c>async void</c>; or no client can send such an event.
    /// </exception>
    public EventSubscription On(string eventName, Delegate handler) => Subscribe(eventName, handler, once: false, prepend: false);

    /// <summary>
    /// Registers a handler that runs for the next such event, and then no more.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">What to do, see <see cref="ServerNamespace.On"/>.</param>
    /// <returns>The registration. Dispose of it to remove the handler before it has run.</returns>
    public EventSubscription Once(string eventName, Delegate handler) => Subscribe(eventName, handler, once: true, prepend: false);

    /// <summary>
    /// Registers a handler that runs before those of the event that this socket has already. Those of the namespace run before it.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">What to do, see <see cref="ServerNamespace.On"/>.</param>
    /// <returns>The registration. Dispose of it to remove the handler.</returns>
    public EventSubscription Prepend(string eventName, Delegate handler) => Subscribe(eventName, handler, once: false, prepend: true);

    /// <summary>
    /// Registers a handler that runs before those of the event that this socket has already, for the next such event, and then no more.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">What to do, see <see cref="ServerNamespace.On"/>.</param>
    /// <returns>The registration. Dispose of it to remove the handler before it has run.</returns>
    public EventSubscription PrependOnce(string eventName, Delegate handler) => Subscribe(eventName, handler, once: true, prepend: true);

    /// <summary>
    /// Removes handlers of this socket.
    /// </summary>
    /// <param name="eventName">The event's name; <see langword="null"/> for all events.</param>
    /// <param name="handler">The handler; <see langword="null"/> for all of them.</param>
    public void Off(string? eventName = null, Delegate? handler = null) => _router?.Remove(eventName, handler);

    /// <summary>
    /// Gets the handlers of an event that are this socket's own.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <returns>The handlers, in the order in which they run.</returns>
    public IReadOnlyList<Delegate> Listeners(string eventName) => _router?.HandlersOf(eventName) ?? [];

    /// <summary>
    /// Registers a listener of every event that the client sends. It runs before middlewares and handlers; acknowledgements are no events.
    /// </summary>
    /// <param name="listener">Gets the event's name and arguments.</param>
    /// <returns>Dispose of it to remove the listener.</returns>
    public IDisposable OnAny(Action<string, EventArguments> listener) => Listen.AddIncoming(CatchAllListener.From(listener), prepend: false);

    /// <inheritdoc cref="OnAny(Action{string, EventArguments})"/>
    public IDisposable OnAny(Func<string, EventArguments, Task> listener) => Listen.AddIncoming(CatchAllListener.From(listener), prepend: false);

    /// <summary>
    /// Registers a listener of every event that the client sends, before those that are registered already.
    /// </summary>
    /// <param name="listener">Gets the event's name and arguments.</param>
    /// <returns>Dispose of it to remove the listener.</returns>
    public IDisposable PrependAny(Action<string, EventArguments> listener) => Listen.AddIncoming(CatchAllListener.From(listener), prepend: true);

    /// <inheritdoc cref="PrependAny(Action{string, EventArguments})"/>
    public IDisposable PrependAny(Func<string, EventArguments, Task> listener) => Listen.AddIncoming(CatchAllListener.From(listener), prepend: true);

    /// <summary>
    /// Removes listeners of incoming events.
    /// </summary>
    /// <param name="listener">The listener; <see langword="null"/> for all of them.</param>
    public void OffAny(Delegate? listener = null) => _listeners?.RemoveIncoming(l => listener is null || listener.Equals(l.Handler));

    /// <summary>
    /// Registers a listener of every event that is sent to the client, by a broadcast or directly.
    /// </summary>
    /// <param name="listener">Gets the event's name and arguments, on the thread that sends, before the event leaves. It must not block.</param>
    /// <returns>Dispose of it to remove the listener.</returns>
    public IDisposable OnAnyOutgoing(Action<string, EventArguments> listener) => Listen.AddOutgoing(CatchAllListener.FromSynchronous(listener), prepend: false);

    /// <summary>
    /// Registers a listener of every event that is sent to the client, before those that are registered already.
    /// </summary>
    /// <param name="listener">Gets the event's name and arguments.</param>
    /// <returns>Dispose of it to remove the listener.</returns>
    public IDisposable PrependAnyOutgoing(Action<string, EventArguments> listener) => Listen.AddOutgoing(CatchAllListener.FromSynchronous(listener), prepend: true);

    /// <summary>
    /// Removes listeners of outgoing events.
    /// </summary>
    /// <param name="listener">The listener; <see langword="null"/> for all of them.</param>
    public void OffAnyOutgoing(Delegate? listener = null) => _listeners?.RemoveOutgoing(l => listener is null || listener.Equals(l.Handler));

    /// <summary>
    /// Adds a middleware, which every event of this client passes before its handlers.
    /// </summary>
    /// <param name="middleware">
    /// Gets the event, which it may change, and what calls the next middleware and at last the handlers. Throw to refuse the event: its handlers do not run,
    /// and <see cref="OnError(Action{Exception})"/> is told.
    /// </param>
    /// <returns>This socket.</returns>
    public ServerSocket Use(Func<EventContext, Func<Task>, Task> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Listen.AddMiddleware(middleware);
        return this;
    }

    /// <summary>
    /// Registers what to do when a middleware of this socket has refused an event, or the client has sent something that is no packet.
    /// </summary>
    /// <param name="handler">Gets what was thrown; a <see cref="MalformedPacketException"/> in the second case, after which the connection closes.</param>
    /// <returns>Dispose of it to remove the handler.</returns>
    public IDisposable OnError(Action<Exception> handler)
    {
        HandlerBinder.ThrowIfAsyncVoid(handler);
        return Listen.AddError(exception =>
        {
            handler(exception);
            return default;
        });
    }

    /// <inheritdoc cref="OnError(Action{Exception})"/>
    public IDisposable OnError(Func<Exception, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Listen.AddError(exception => new ValueTask(handler(exception)));
    }

    /// <summary>
    /// Registers what to do when this socket is about to disconnect: it is still in its rooms.
    /// </summary>
    /// <param name="handler">Gets the reason, see <see cref="DisconnectReasons"/>, and what is known beyond it.</param>
    /// <returns>Dispose of it to remove the handler.</returns>
    public IDisposable OnDisconnecting(Action<string, string?> handler)
    {
        HandlerBinder.ThrowIfAsyncVoid(handler);
        return Listen.Disconnecting.Add((_, reason, description) => Run(handler, reason!, description));
    }

    /// <inheritdoc cref="OnDisconnecting(Action{string, string})"/>
    public IDisposable OnDisconnecting(Func<string, string?, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Listen.Disconnecting.Add((_, reason, description) => new ValueTask(handler(reason!, description)));
    }

    /// <inheritdoc cref="OnDisconnecting(Action{string, string})"/>
    /// <param name="handler">Its first string parameter is the reason, its second what is known beyond it. It may ask for services.</param>
    public IDisposable OnDisconnecting(Delegate handler) => Listen.Disconnecting.Add(handler, Namespace.Server.Binder, HandlerKind.Disconnection);

    /// <summary>
    /// Registers what to do when this socket has disconnected.
    /// </summary>
    /// <param name="handler">Gets the reason, see <see cref="DisconnectReasons"/>, and what is known beyond it.</param>
    /// <returns>Dispose of it to remove the handler.</returns>
    public IDisposable OnDisconnect(Action<string, string?> handler)
    {
        HandlerBinder.ThrowIfAsyncVoid(handler);
        return Listen.Disconnect.Add((_, reason, description) => Run(handler, reason!, description));
    }

    /// <inheritdoc cref="OnDisconnect(Action{string, string})"/>
    public IDisposable OnDisconnect(Func<string, string?, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Listen.Disconnect.Add((_, reason, description) => new ValueTask(handler(reason!, description)));
    }

    /// <inheritdoc cref="OnDisconnect(Action{string, string})"/>
    /// <param name="handler">Its first string parameter is the reason, its second what is known beyond it. It may ask for services.</param>
    public IDisposable OnDisconnect(Delegate handler) => Listen.Disconnect.Add(handler, Namespace.Server.Binder, HandlerKind.Disconnection);

    /// <summary>Tells the socket's error handlers.</summary>
    /// <returns><see langword="false"/> when there are none.</returns>
    internal bool RaiseError(Exception exception)
    {
        var handlers = _listeners?.Errors ?? [];

        foreach (var handler in handlers)
        {
            _ = TellAsync(handler, exception);
        }

        return handlers.Length > 0;
    }

    private async ValueTask TellAsync(Func<Exception, ValueTask> handler, Exception exception)
    {
        try
        {
            await handler(exception);
        }
        catch (Exception thrown)
        {
            Namespace.Server.Report(thrown, "error handler", this, eventName: null);
        }
    }

    private static ValueTask Run(Action<string, string?> handler, string reason, string? description)
    {
        handler(reason, description);
        return default;
    }

    private EventSubscription Subscribe(string eventName, Delegate handler, bool once, bool prepend)
    {
        HandledEvents.ThrowIfNotSent(eventName);
        var subscription = Handlers.Add(eventName, handler, Namespace.Server.Binder.Bind(handler, HandlerKind.Event), once, prepend);
        Inbox.OnHandlerAdded();
        return subscription;
    }
}
