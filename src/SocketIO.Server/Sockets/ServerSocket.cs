using System.Security.Claims;
using System.Text.Json;
using SocketIO.Adapters;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// One client in one namespace.
/// </summary>
/// <remarks>
/// Thread-safe. What is emitted leaves in the order of the calls; what the client sends is handled in the order in which it was sent, one event
/// after another unless <see cref="SocketIOOptions.MaxConcurrentHandlers"/> allows more. Emitting to a socket that has gone is not an error:
/// the packet is dropped.
/// </remarks>
public sealed partial class ServerSocket : ILocalSocket
{
    // Checked against the configured depth when it was received; this only says that it is not checked again.
    private static readonly JsonDocumentOptions s_authOptions = new() { MaxDepth = 1024 };
    private static readonly JsonElement s_noAuth = JsonElement.Parse("{}");

    private readonly byte[]? _auth;
    private SocketHandshake? _handshake;
    private SocketData? _data;
    private ClaimsPrincipal? _user;

    internal ServerSocket(ServerNamespace ns, ClientConnection connection, byte[]? auth, RecoverableSession? restored = null)
    {
        Namespace = ns;
        Connection = connection;
        _auth = auth;
        Inbox = new EventInbox(this);
        Id = restored?.Sid ?? connection.SocketIdFor(ns);

        // Clients of Socket.IO 2 do not know how to come back.
        if (ns.LiveSessions is not null && !connection.IsVersion2)
        {
            Pid = restored?.Pid ?? SocketId.New();
            Restore(restored);
        }
    }

    /// <summary>
    /// Gets the socket's id: random, different in every namespace and, unless the socket is <see cref="Recovered"/>, on every connection. It is also the name of a room
    /// that only this socket is in.
    /// </summary>
    /// <remarks>
    /// The id of a client of Socket.IO 2 (see <see cref="SocketIO.Engine.EngineOptions.AllowEIO3"/>) is made of its Engine.IO session's, as these clients expect: who is shown it can act as the client.
    /// </remarks>
    public string Id { get; }

    /// <summary>Gets what may stand for the socket in a log.</summary>
    internal string LogName => Connection.IsVersion2 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"of connection {Connection.Session.LogId}") : Id;

    /// <summary>
    /// Gets the namespace.
    /// </summary>
    public ServerNamespace Namespace { get; }

    /// <summary>
    /// Gets the connection, which the socket shares with those of the same client in other namespaces.
    /// </summary>
    public ClientConnection Connection { get; }

    /// <summary>
    /// Gets a value indicating whether the socket is in its namespace.
    /// </summary>
    /// <value><see langword="false"/> while the middlewares of the namespace run and after it has disconnected.</value>
    public bool Connected => _connected;

    /// <summary>
    /// Gets a value indicating whether the socket is not in its namespace: the opposite of <see cref="Connected"/>.
    /// </summary>
    public bool Disconnected => !_connected;

    /// <summary>
    /// Gets a value indicating whether the state of an earlier connection was restored.
    /// </summary>
    /// <value>
    /// Always <see langword="false"/> unless <see cref="SocketIOOptions.ConnectionStateRecovery"/> is set. When it is <see langword="true"/>, id, rooms and data are those of
    /// before, and the client has got what it missed.
    /// </value>
    public bool Recovered { get; private set; }

    /// <summary>
    /// Gets the rooms that the socket is in, its own included, in the order in which they were joined.
    /// </summary>
    /// <value>A snapshot. Empty once the socket has disconnected, but not yet while <c>OnDisconnecting</c> handlers run.</value>
    public IReadOnlyCollection<string> Rooms => Namespace.Adapter.Rooms.RoomsOf(this);

    /// <summary>
    /// Gets what the application has attached to the socket. Other servers see it when they fetch the socket.
    /// </summary>
    public SocketData Data => _data ?? Interlocked.CompareExchange(ref _data, new SocketData(), null) ?? _data;

    /// <summary>
    /// Gets what the client said when it connected.
    /// </summary>
    public SocketHandshake Handshake => _handshake ??= ReadHandshake();

    /// <summary>
    /// Gets or sets the user as whom the client acts: authorization policies of the namespace and of events judge it.
    /// </summary>
    /// <value>
    /// The user as whom the client's first HTTP request was authenticated, unless a middleware has set another: one that a token in <see cref="GetAuth{T}"/>
    /// stands for, for example.
    /// </value>
    /// <remarks>
    /// Middlewares run in the order in which they were added: the one that sets the user comes before <c>RequireAuthorization</c>. A user that was set is that of
    /// a <see cref="Recovered"/> socket, too.
    /// </remarks>
    public ClaimsPrincipal User
    {
        get => _user ?? Connection.Session.Request.User;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _user = value;
        }
    }

    /// <summary>
    /// Gets a token that is cancelled when the socket disconnects, also because the server stops.
    /// </summary>
    public CancellationToken DisconnectToken
    {
        get
        {
            var source = _disconnect ?? Interlocked.CompareExchange(ref _disconnect, new CancellationTokenSource(), null) ?? _disconnect;

            // Asked for the first time after the end, which could not cancel what did not exist yet.
            if (IsDisconnected)
            {
                source.Cancel();
            }

            return source.Token;
        }
    }

    RoomMembership ILocalSocket.Membership { get; } = new();

    /// <summary>Gets or sets the socket's place in the table of its namespace, which is the only one to touch it.</summary>
    internal int TableIndex { get; set; }

    private IArgumentSerializer Serializer => Namespace.Server.Serializer;

    /// <summary>
    /// Puts the socket into rooms.
    /// </summary>
    /// <param name="rooms">The rooms. Those that it is in already are left alone.</param>
    /// <returns>A task that is complete already, unless the adapter has to tell other servers first.</returns>
    /// <remarks>
    /// Joining is possible in a middleware, too: it is undone if the client is refused. A socket that has disconnected joins nothing.
    /// </remarks>
    public ValueTask JoinAsync(params ReadOnlySpan<string> rooms) => Namespace.Adapter.JoinAsync(this, rooms);

    /// <summary>
    /// Takes the socket out of rooms.
    /// </summary>
    /// <param name="rooms">The rooms. Those that it is not in are ignored.</param>
    /// <returns>A task that is complete already, unless the adapter has to tell other servers first.</returns>
    public ValueTask LeaveAsync(params ReadOnlySpan<string> rooms) => Namespace.Adapter.LeaveAsync(this, rooms);

    /// <summary>
    /// Reads what the client sent when it joined the namespace.
    /// </summary>
    /// <typeparam name="T">The type to read it as.</typeparam>
    /// <returns>The value; the default of the type when it cannot be read as such.</returns>
    /// <remarks>It comes from the client: believe nothing of it before you have checked it.</remarks>
    public T? GetAuth<T>()
    {
        try
        {
            return Serializer.Deserialize<T>(_auth ?? "{}"u8.ToArray(), attachments: null);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    SocketDetails ILocalSocket.Describe() => new()
    {
        Id = Id,
        Rooms = Rooms,
        Data = Data,
        Handshake = Handshake,
    };

    private SocketHandshake ReadHandshake()
    {
        var request = Connection.Session.Request;

        return new SocketHandshake
        {
            Headers = request.Headers,
            Query = request.Query,
            Auth = _auth is null ? s_noAuth : JsonElement.Parse(_auth, s_authOptions),
            Address = request.Address ?? string.Empty,
            Url = request.Url,
            Time = request.Time,
            Secure = request.Secure,
            Xdomain = request.Xdomain,
        };
    }
}
