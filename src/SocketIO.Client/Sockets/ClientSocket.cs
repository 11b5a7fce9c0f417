using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// A client's socket in one namespace. It stays the same while connections come and go.
/// </summary>
/// <remarks>
/// Thread-safe. Handlers are called one at a time and in order, those of all sockets of a <see cref="ClientConnection"/> together: on the thread pool, or in
/// <see cref="SocketIOClientOptions.CallbackContext"/>.
/// </remarks>
public partial class ClientSocket
{
    private readonly SocketIOClientOptions _options;
    private volatile bool _connected;
    private volatile string? _id;

    internal ClientSocket(ClientConnection connection, string ns, SocketIOClientOptions options)
    {
        Connection = connection;
        Namespace = ns;
        _options = options;
        Auth = options.Auth;
        AuthPayload = options.AuthPayload;
    }

    /// <summary>Gets the connection that carries the socket.</summary>
    public ClientConnection Connection { get; }

    /// <summary>Gets the namespace, for example <c>/admin</c>.</summary>
    /// <value>The main namespace is <c>/</c>.</value>
    public string Namespace { get; }

    /// <summary>Gets the socket's id, the one that it has at the server.</summary>
    /// <value><see langword="null"/> while it is not connected. A new one after each reconnection, unless the session was recovered.</value>
    public string? Id => _id;

    /// <summary>Gets a value indicating whether the socket is connected.</summary>
    public bool Connected => _connected;

    /// <summary>Gets a value indicating whether the socket is connected, or will try to connect by itself.</summary>
    /// <value><see langword="false"/> before the first <see cref="Connect"/>, after <see cref="Disconnect"/>, and when the server has disconnected or refused it. It stays <see langword="true"/>, as in
    /// JavaScript, when the attempts of <see cref="SocketIOClientOptions.ReconnectionAttempts"/> are used up: see <see cref="ClientConnection.OnReconnectFailed"/>.</value>
    public bool Active => System.Threading.Volatile.Read(ref _isSubscribed);

    /// <summary>Gets a value indicating whether the server has restored the session at the latest connection: id, rooms and data, and what was missed.</summary>
    public bool Recovered { get; private set; }

    /// <summary>Gets or sets what is asked for what to send to the server when the socket connects, on each connection.</summary>
    /// <value>The default is <see cref="SocketIOClientOptions.Auth"/>. When it is not <see langword="null"/>, <see cref="AuthPayload"/> is not used.</value>
    public Func<CancellationToken, ValueTask<object?>>? Auth { get; set; }

    /// <summary>Gets or sets what is sent to the server when the socket connects: an object.</summary>
    /// <value>The default is <see cref="SocketIOClientOptions.AuthPayload"/>.</value>
    public object? AuthPayload { get; set; }


    private IArgumentSerializer Serializer => Connection.Serializer;

    private CallbackQueue Callbacks => Connection.Callbacks;

    private Lock Gate => Connection.Gate;
}
