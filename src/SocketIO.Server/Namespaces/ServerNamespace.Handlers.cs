namespace SocketIO.Server;

/// <content>What the application does when something happens.</content>
public abstract partial class ServerNamespace
{
    /// <summary>
    /// Gets the names of the events for which the namespace has handlers.
    /// </summary>
    public IReadOnlyCollection<string> EventNames => Router.EventNames;

    /// <summary>
    /// Registers a handler of an event that clients send.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">
    /// What to do. A <see cref="ServerSocket"/>, the <see cref="SocketIOServer"/>, a <see cref="ServerNamespace"/>, an <see cref="EventContext"/>, a
    /// <see cref="CancellationToken"/>, the <see cref="System.Security.Claims.ClaimsPrincipal"/>, an <see cref="Ack"/> and registered services are injected;
    /// every other parameter takes the next argument of the event. A last parameter that is an array takes the rest, and one with a
    /// default value may be missing. What the handler returns is the acknowledgement: a tuple is several arguments.
    /// </param>
    /// <returns>The registration. Dispose of it to remove the handler.</returns>
    /// <remarks>
    /// Handlers run in the order in which they were registered, those of the namespace before those of the socket. The next event of the socket waits
    /// until they have completed. An event whose arguments do not bind is logged and dropped; an exception is logged and told to
    /// <see cref="SocketIOServer.OnError(Action{SocketErrorContext})"/>. Neither closes the connection.
    /// </remarks>
    /// <example>
    /// <code>
    /// io.On("chat message", (ServerSocket socket, string text) => io.EmitAsync("chat message", socket.Id, text));
    /// io.On("add", (int a, int b) => a + b);
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">
    /// The handler has a parameter that cannot be bound, or is <c>async void</c>; or no client can send such an event.
    /// </exception>
    public EventSubscription On(string eventName, Delegate handler) => Subscribe(eventName, handler, once: false, prepend: false);

    /// <summary>
    /// Registers a handler that runs for the first such event of any client, and then no more.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">What to do, see <see cref="On"/>.</param>
    /// <returns>The registration. Dispose of it to remove the handler before it has run.</returns>
    public EventSubscription Once(string eventName, Delegate handler) => Subscribe(eventName, handler, once: true, prepend: false);

    /// <summary>
    /// Registers a handler that runs before those of the event that are registered already.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">What to do, see <see cref="On"/>.</param>
    /// <returns>The registration. Dispose of it to remove the handler.</returns>
    public EventSubscription Prepend(string eventName, Delegate handler) => Subscribe(eventName, handler, once: false, prepend: true);

    /// <summary>
    /// Registers a handler that runs before those of the event that are registered already, for the first such event of any client, and then no more.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">What to do, see <see cref="On"/>.</param>
    /// <returns>The registration. Dispose of it to remove the handler before it has run.</returns>
    public EventSubscription PrependOnce(string eventName, Delegate handler) => Subscribe(eventName, handler, once: true, prepend: true);

    /// <summary>
    /// Removes handlers of an event.
    /// </summary>
    /// <param name="eventName">The event's name; <see langword="null"/> for all events.</param>
    /// <param name="handler">The handler; <see langword="null"/> for all of them.</param>
    public void Off(string? eventName = null, Delegate? handler = null) => Router.Remove(eventName, handler);

    /// <summary>
    /// Gets the handlers of an event that are the namespace's.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <returns>The handlers, in the order in which they run. Those of a socket run after them.</returns>
    public IReadOnlyList<Delegate> Listeners(string eventName) => Router.HandlersOf(eventName);

    /// <summary>
    /// Registers a handler of an event that other servers of the cluster send with <c>ServerSideEmitAsync</c>.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">What to do, as in <see cref="On"/>; there is no socket to inject.</param>
    /// <returns>The registration. Dispose of it to remove the handler.</returns>
    public EventSubscription OnServerSide(string eventName, Delegate handler)
    {
        HandledEvents.ThrowIfNotSentByServers(eventName);
        var bound = Server.Binder.Bind(handler, HandlerKind.ServerSide);
        return ServerSideRouter.Add(eventName, handler, bound, once: false, prepend: false);
    }

    private EventSubscription Subscribe(string eventName, Delegate handler, bool once, bool prepend)
    {
        HandledEvents.ThrowIfNotSent(eventName);
        return Router.Add(eventName, handler, Server.Binder.Bind(handler, HandlerKind.Event), once, prepend);
    }
}
