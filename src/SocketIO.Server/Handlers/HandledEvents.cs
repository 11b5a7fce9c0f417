namespace SocketIO.Server;

/// <summary>
/// Refuses handlers of events that no client sends: what the JavaScript API tells by such names has methods of its own here.
/// </summary>
internal static class HandledEvents
{
    public static void ThrowIfNotSent(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);

        var advice = eventName switch
        {
            "connection" or "connect" => "Clients do not send it. What to do when a client has joined a namespace is registered by io.OnConnection(socket => ...), or OnConnection of another namespace",
            "disconnect" => "Clients do not send it. What to do when a socket has disconnected is registered by OnDisconnect, of the namespace or of the socket",
            "disconnecting" => "Clients do not send it. What to do when a socket is about to disconnect, and is still in its rooms, is registered by OnDisconnecting, of the namespace or of the socket",
            "connect_error" => "Clients do not send it, they are told it: refuse one by throwing ConnectRefusedException in a middleware (io.Use). Requests that were refused before that are seen by io.Engine.OnConnectionError",
            "newListener" or "removeListener" => "The name is reserved, no client can send it. Choose another one",
            _ => null,
        };

        if (advice is not null)
        {
            throw new ArgumentException($"\"{eventName}\" cannot have an event handler. {advice}.", nameof(eventName));
        }
    }

    public static void ThrowIfNotSentByServers(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);

        var method = eventName switch
        {
            "connection" or "connect" => "OnConnection",
            "new_namespace" => "OnNewNamespace",
            _ => null,
        };

        if (method is not null)
        {
            throw new ArgumentException($"\"{eventName}\" cannot have a handler of events of other servers. What you mean is registered by {method}.", nameof(eventName));
        }
    }
}
