namespace SocketIO.Client;

/// <summary>
/// A Socket.IO client: the socket of the URL's namespace, and the connection that it may share with sockets of other namespaces.
/// </summary>
/// <remarks>Thread-safe. Register handlers first, then call <see cref="ClientSocket.ConnectAsync"/>.</remarks>
/// <example>
/// <code>
/// await using var client = new SocketIOClient("http://localhost:3000");
/// client.On("chat message", (string text) => Console.WriteLine(text));
/// await client.ConnectAsync();
/// await client.EmitAsync("chat message", "Hello!");
/// </code>
/// </example>
public sealed class SocketIOClient : ClientSocket, IAsyncDisposable
{
    private readonly List<ClientSocket> _own = [];
    private int _disposed;

    /// <summary>Initializes a new instance of the <see cref="SocketIOClient"/> class.</summary>
    /// <param name="url">The server, and as its path the namespace: <c>https://example.com/admin</c>. A query is that of the requests, in place of the one in the options.</param>
    /// <param name="configure">Sets the options.</param>
    /// <exception cref="ArgumentException"><paramref name="url"/> is no address of a server, or an option is wrong: the message says what to write.</exception>
    public SocketIOClient(string url, Action<SocketIOClientOptions>? configure = null)
        : this(url, Configure(configure))
    {
    }

    /// <summary>Initializes a new instance of the <see cref="SocketIOClient"/> class.</summary>
    /// <param name="url">The server, and as its path the namespace: <c>https://example.com/admin</c>. A query is that of the requests, in place of the one in the options.</param>
    /// <param name="options">The options, copied.</param>
    /// <exception cref="ArgumentException"><paramref name="url"/> is no address of a server, or an option is wrong: the message says what to write.</exception>
    public SocketIOClient(string url, SocketIOClientOptions options)
        : this(ClientUrl.Parse(url), Check(options))
    {
    }

    private SocketIOClient(ClientUrl url, SocketIOClientOptions options)
        : base(ConnectionCache.Join(url, WithQuery(options, url)), url.Namespace, options)
    {
        Connection.Add(this);
        _own.Add(this);

        if (options.AutoConnect)
        {
            Connect();
        }
    }

    /// <summary>Gets the socket of another namespace on the same connection.</summary>
    /// <param name="ns">The namespace, for example <c>/admin</c>.</param>
    /// <param name="configure">Sets what differs from the options of the client: see <see cref="ClientConnection.Of"/>.</param>
    /// <returns>The socket, the same for each call with the same namespace. It has to be connected.</returns>
    public ClientSocket Of(string ns, Action<SocketIOClientOptions>? configure = null)
    {
        var socket = Connection.GetOrAdd(ns, configure, out var isNew);

        // What another client has made is not for this one to end.
        if (isNew)
        {
            lock (_own)
            {
                _own.Add(socket);
            }
        }

        return socket;
    }

    /// <summary>Calls a handler when a handler of this client, or the reading of its arguments, has failed. It is logged, too.</summary>
    /// <param name="handler">The handler.</param>
    /// <returns>What removes the handler when it is disposed of.</returns>
    public IDisposable OnHandlerError(Action<Exception> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Connection.Errors += handler;
        return new Registration(() => Connection.Errors -= handler);
    }

    /// <summary>Disconnects the sockets that this client has made, and waits until the server has been told, if it can be within a few seconds.</summary>
    /// <returns>A task that completes when everything has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        ClientSocket[] own;

        lock (_own)
        {
            own = [.. _own];
        }

        foreach (var socket in own)
        {
            socket.End();
        }

        if (ConnectionCache.Leave(Connection, own))
        {
            await Connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static SocketIOClientOptions Configure(Action<SocketIOClientOptions>? configure)
    {
        var options = new SocketIOClientOptions();
        configure?.Invoke(options);
        return options;
    }

    private static SocketIOClientOptions Check(SocketIOClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionsValidator.Validate(options);
        return options.Clone();
    }

    private static SocketIOClientOptions WithQuery(SocketIOClientOptions options, ClientUrl url)
    {
        if (url.Query is { } query)
        {
            options.Query = query;
        }

        return options;
    }
}
