namespace SocketIO.Client;

/// <summary>
/// The connections of this process that clients may share: one for each server and path.
/// </summary>
internal static class ConnectionCache
{
    private static readonly Lock _gate = new();
    private static readonly Dictionary<string, ClientConnection> _connections = new(StringComparer.Ordinal);

    /// <summary>Finds the connection for a new client, or makes it, and gives the client its place in it.</summary>
    /// <param name="url">The client's URL.</param>
    /// <param name="options">The client's options.</param>
    public static ClientConnection Join(ClientUrl url, SocketIOClientOptions options)
    {
        if (options.ForceNew || !options.Multiplex)
        {
            return Make(url, options);
        }

        // The query does not count: who wants another one for itself asks for a connection of its own.
        var key = $"{url.Server}{options.Path}";

        lock (_gate)
        {
            if (!_connections.TryGetValue(key, out var shared))
            {
                shared = Make(url, options);
                _connections.Add(key, shared);
                return shared;
            }

            return HaveSameHooks(shared.Options, options) && shared.TryReserve(url.Namespace) ? shared : Make(url, options);
        }
    }

    /// <summary>Takes the sockets of a client that is disposed of out of its connection.</summary>
    /// <returns>Whether nobody uses the connection any more: then nobody else can come to use it, either.</returns>
    public static bool Leave(ClientConnection connection, ClientSocket[] sockets)
    {
        lock (_gate)
        {
            if (!connection.Remove(sockets))
            {
                return false;
            }

            foreach (var pair in _connections)
            {
                if (pair.Value == connection)
                {
                    _connections.Remove(pair.Key);
                    break;
                }
            }

            return true;
        }
    }

    private static ClientConnection Make(ClientUrl url, SocketIOClientOptions options)
    {
        var connection = new ClientConnection(url, options);
        connection.TryReserve(url.Namespace);
        return connection;
    }

    // Certificates, threads and clocks that were asked for are not passed over in silence.
    private static bool HaveSameHooks(SocketIOClientOptions one, SocketIOClientOptions other)
        => one.ConfigureHttpHandler == other.ConfigureHttpHandler
            && one.CallbackContext == other.CallbackContext
            && one.TimeProvider == other.TimeProvider
            && one.Cookies == other.Cookies;
}
