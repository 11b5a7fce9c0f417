using Microsoft.Extensions.Logging;
using SocketIO.Adapters;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// A namespace: a part of the application with its own sockets, rooms, middlewares and handlers. Clients join any number of
/// them over one connection.
/// </summary>
/// <remarks>
/// Thread-safe. Handlers may be added at any time; they apply to what happens afterwards. The main namespace, <c>/</c>, is the
/// <see cref="SocketIOServer"/> itself; others come from <see cref="SocketIOServer.Of(string)"/>.
/// </remarks>
public abstract partial class ServerNamespace
{
    private readonly ILogger _logger;
    private long _lastAckId = -1;

    private protected ServerNamespace(string name, SocketIOServer? server, ILogger logger)
    {
        Name = name;
        Server = server ?? (SocketIOServer)this;
        Utf8Name = Utf8NameComparer.Encode(name);
        _logger = logger;
    }

    /// <summary>
    /// Gets the namespace's name, for example <c>/</c> or <c>/admin</c>.
    /// </summary>
    public string Name { get; }

    /// <summary>
    /// Gets the server that the namespace belongs to.
    /// </summary>
    public SocketIOServer Server { get; }

    /// <summary>
    /// Gets what brings packets to the sockets, on this server and on the others of its cluster.
    /// </summary>
    public Adapter Adapter => field ??= Initialize();

    internal byte[] Utf8Name { get; }

    internal EventRouter Router { get; } = new();

    internal EventRouter ServerSideRouter { get; } = new();

    internal LifecycleHandlers ConnectionHandlers { get; } = new();

    internal LifecycleHandlers DisconnectingHandlers { get; } = new();

    internal LifecycleHandlers DisconnectHandlers { get; } = new();

    internal SocketTable Table { get; } = new();

    /// <summary>Gets the sockets whose state can be recovered.</summary>
    /// <value><see langword="null"/> unless connection state recovery is on. Then everything that is sent goes through the adapter, which keeps it.</value>
    internal LiveSessions? LiveSessions { get; private set; }

    /// <summary>Gets or sets the namespace that made this one, because a client asked for it.</summary>
    internal ParentNamespace? Parent { get; set; }

    /// <summary>
    /// Gets the connected sockets of this server.
    /// </summary>
    /// <value>A snapshot, in no particular order. It does not contain those whose middlewares still run.</value>
    public IReadOnlyList<ServerSocket> Sockets => Array.ConvertAll(Table.Snapshot(), static socket => (ServerSocket)socket);

    /// <summary>
    /// Gets how many sockets are connected to the namespace on this server.
    /// </summary>
    public int SocketsCount => Table.Count;

    /// <summary>
    /// Finds a connected socket of this server.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <returns>The socket, or <see langword="null"/>.</returns>
    public ServerSocket? FindSocket(string id)
    {
        // Every socket is in the room that bears its id, and hardly ever is anybody else.
        foreach (var socket in Adapter.Rooms.Members(id))
        {
            if (socket.Connected && socket.Id == id)
            {
                return (ServerSocket)socket;
            }
        }

        return null;
    }

    /// <summary>Gets a value indicating whether a client's request made the namespace, so that it may be forgotten when it is empty.</summary>
    internal bool IsDynamic { get; init; }

    internal long NextAckId() => Interlocked.Increment(ref _lastAckId);

    /// <summary>Makes the adapter before the first socket can need it.</summary>
    internal void Start()
    {
        LiveSessions = Server.Options.ConnectionStateRecovery is null ? null : new LiveSessions();
        _ = Adapter;
    }

    /// <summary>Called when a socket has gone, or was refused.</summary>
    internal void OnSocketLeft()
    {
        if (Parent is not null && Server.Options.CleanupEmptyChildNamespaces)
        {
            Server.TryForget(this);
        }
    }

    private protected virtual Adapter CreateAdapter(ILocalSockets sockets) => Server.AdapterFactory(sockets);

    private Adapter Initialize()
    {
        var adapter = CreateAdapter(new LocalSockets(this));
        _ = InitializeAsync(adapter);
        return adapter;
    }

    private async Task InitializeAsync(Adapter adapter)
    {
        try
        {
            await adapter.InitializeAsync(Server.Stopping);
        }
        catch (Exception exception)
        {
            Log.AdapterFailed(_logger, Name, exception);
        }
    }

    /// <summary>What the adapter sees of the namespace.</summary>
    private sealed class LocalSockets(ServerNamespace ns) : ILocalSockets
    {
        public string Name => ns.Name;

        public string NodeId => ns.Server.NodeId;

        public IArgumentSerializer Serializer => ns.Server.Serializer;

        public ConnectionStateRecoveryOptions? Recovery => ns.Server.Options.ConnectionStateRecovery;

        public TimeSpan LossDetectionTime => ns.Server.Options.PingInterval + ns.Server.Options.PingTimeout;

        public TimeProvider Time => ns.Server.Time;

        public ILocalSocket[] Snapshot() => ns.Table.Snapshot();

        public long NextAckId() => ns.NextAckId();

        public void OnServerSideEvent(string eventName, EventArguments arguments, Func<EventArguments, ValueTask>? answer)
            => ns.OnServerSideEvent(eventName, arguments, answer);

        public void OnServerData(string nodeId, ReadOnlyMemory<byte> data) => ns.Server.Forwarder?.Receive(nodeId, data);
    }
}
