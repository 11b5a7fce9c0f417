namespace SocketIO.Server;

/// <content>What the application does when sockets come and go.</content>
public abstract partial class ServerNamespace
{
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
    public IDisposable OnConnection(Delegate handler) => ConnectionHandlers.Add(handler, Server.Binder, HandlerKind.Connection);

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
    public IDisposable OnDisconnecting(Delegate handler) => DisconnectingHandlers.Add(handler, Server.Binder, HandlerKind.Disconnection);

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
    public IDisposable OnDisconnect(Delegate handler) => DisconnectHandlers.Add(handler, Server.Binder, HandlerKind.Disconnection);
}
