namespace SocketIO.Server;

/// <content>What the application does when something happens.</content>
public abstract partial class ServerNamespace
{
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
    /// <see cref="SocketIOServer.OnError"/>. Neither closes the connection.
    /// </remarks>
    /// <example>
    /// <code>
    /// io.On("chat message", (ServerSocket socket, string text) => io.EmitAsync("chat message", socket.Id, text));
    /// io.On("add", (int a, int b) => a + b);
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">The handler has a parameter that cannot be bound, or is <c>async void</c>.</exception>
    public EventSubscription On(string eventName, Delegate handler) => Subscribe(Router, eventName, handler, once: false);

    /// <summary>
    /// Registers a handler that runs for the first such event of any client, and then no more.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">What to do, see <see cref="On"/>.</param>
    /// <returns>The registration. Dispose of it to remove the handler before it has run.</returns>
    public EventSubscription Once(string eventName, Delegate handler) => Subscribe(Router, eventName, handler, once: true);

    /// <summary>
    /// Removes handlers of an event.
    /// </summary>
    /// <param name="eventName">The event's name; <see langword="null"/> for all events.</param>
    /// <param name="handler">The handler; <see langword="null"/> for all of them.</param>
    public void Off(string? eventName = null, Delegate? handler = null) => Router.Remove(eventName, handler);

    /// <summary>
    /// Registers a handler of an event that other servers of the cluster send with <c>ServerSideEmitAsync</c>.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="handler">What to do, as in <see cref="On"/>; there is no socket to inject.</param>
    /// <returns>The registration. Dispose of it to remove the handler.</returns>
    public EventSubscription OnServerSide(string eventName, Delegate handler) => Subscribe(ServerSideRouter, eventName, handler, once: false);

    /// <summary>
    /// Registers what to do when a client has joined the namespace.
    /// </summary>
    /// <param name="handler">Gets the socket. Events of the socket that find no handler wait until it has completed.</param>
    /// <returns>Dispose of it to remove the handler.</returns>
    public IDisposable OnConnection(Action<ServerSocket> handler)
    {
        HandlerBinder.ThrowIfAsyncVoid(handler);
        return ConnectionHandlers.Add((socket, _, _) =>
        {
            handler(socket);
            return default;
        });
    }

    /// <inheritdoc cref="OnConnection(Action{ServerSocket})"/>
    public IDisposable OnConnection(Func<ServerSocket, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return ConnectionHandlers.Add((socket, _, _) => new ValueTask(handler(socket)));
    }

    /// <inheritdoc cref="OnConnection(Action{ServerSocket})"/>
    /// <param name="handler">Gets the socket, and whatever services it asks for.</param>
    public IDisposable OnConnection(Delegate handler) => ConnectionHandlers.Add(handler, Server.Binder);

    /// <summary>
    /// Registers what to do when a socket is about to disconnect: it is still in its rooms.
    /// </summary>
    /// <param name="handler">Gets the socket and the reason, see <see cref="DisconnectReasons"/>. What it does after its first <c>await</c> finds the rooms left.</param>
    /// <returns>Dispose of it to remove the handler.</returns>
    public IDisposable OnDisconnecting(Action<ServerSocket, string> handler)
    {
        HandlerBinder.ThrowIfAsyncVoid(handler);
        return DisconnectingHandlers.Add((socket, reason, _) =>
        {
            handler(socket, reason!);
            return default;
        });
    }

    /// <inheritdoc cref="OnDisconnecting(Action{ServerSocket, string})"/>
    public IDisposable OnDisconnecting(Func<ServerSocket, string, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return DisconnectingHandlers.Add((socket, reason, _) => new ValueTask(handler(socket, reason!)));
    }

    /// <inheritdoc cref="OnDisconnecting(Action{ServerSocket, string})"/>
    /// <param name="handler">Its first string parameter is the reason, its second what is known beyond it. It may ask for services.</param>
    public IDisposable OnDisconnecting(Delegate handler) => DisconnectingHandlers.Add(handler, Server.Binder);

    /// <summary>
    /// Registers what to do when a socket has disconnected.
    /// </summary>
    /// <param name="handler">Gets the socket and the reason, see <see cref="DisconnectReasons"/>.</param>
    /// <returns>Dispose of it to remove the handler.</returns>
    public IDisposable OnDisconnect(Action<ServerSocket, string> handler)
    {
        HandlerBinder.ThrowIfAsyncVoid(handler);
        return DisconnectHandlers.Add((socket, reason, _) =>
        {
            handler(socket, reason!);
            return default;
        });
    }

    /// <inheritdoc cref="OnDisconnect(Action{ServerSocket, string})"/>
    public IDisposable OnDisconnect(Func<ServerSocket, string, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return DisconnectHandlers.Add((socket, reason, _) => new ValueTask(handler(socket, reason!)));
    }

    /// <inheritdoc cref="OnDisconnect(Action{ServerSocket, string})"/>
    /// <param name="handler">Its first string parameter is the reason, its second what is known beyond it. It may ask for services.</param>
    public IDisposable OnDisconnect(Delegate handler) => DisconnectHandlers.Add(handler, Server.Binder);

    private EventSubscription Subscribe(EventRouter router, string eventName, Delegate handler, bool once)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        var subscription = new EventSubscription(router, eventName, handler, Server.Binder.Bind(handler, HandlerKind.Event), once);
        router.Add(subscription);
        return subscription;
    }
}
