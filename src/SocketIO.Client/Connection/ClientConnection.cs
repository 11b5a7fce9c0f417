using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// The connection to a server that the sockets of all namespaces share: it is opened, lost and opened again, while the sockets stay. The JavaScript client
/// calls it the Manager.
/// </summary>
/// <remarks>Thread-safe. Handlers are called one at a time, in the order in which things happened.</remarks>
public sealed partial class ClientConnection
{
    private readonly Dictionary<string, ClientSocket> _sockets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reserved = new(StringComparer.Ordinal);
    private readonly EngineSettings _settings;
    private readonly ClientHttp _http;
    private readonly ILogger _logger;
    private EngineClient? _engine;

    internal ClientConnection(ClientUrl url, SocketIOClientOptions options)
    {
        Options = options;
        Time = options.TimeProvider;
        _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<ClientConnection>();
        Serializer = new JsonArgumentSerializer(options.JsonSerializerOptions, options.Parser?.ReadsTypeMarks ?? false);
        Callbacks = new CallbackQueue(options.CallbackContext, options.MaxPendingEvents, OnHandlerError);
        _limits = new PacketLimits
        {
            MaxAttachments = options.MaxAttachments,
            MaxJsonDepth = options.MaxJsonDepth,
            MaxPacketBytes = options.MaxReceiveBytes,
            MaxAuthBytes = options.MaxReceiveBytes,
        };
        _http = new ClientHttp(options);
        _settings = new EngineSettings { Url = url, Options = options, Http = _http };
        _backoff = new Backoff(NextRandom) { Min = options.ReconnectionDelay, Max = options.ReconnectionDelayMax, Jitter = options.RandomizationFactor };
        _reconnects = options.Reconnection;
        _maxAttempts = options.ReconnectionAttempts is > 0 and var attempts ? attempts : int.MaxValue;
        _timeout = options.Timeout;
        WarnOfIgnoredOptions();
    }

    /// <summary>Gets what the connection is doing.</summary>
    public ConnectionState State { get; private set; }

    /// <summary>Gets the address of the server.</summary>
    public Uri Url => new(_settings.Url.Server);

    /// <summary>Gets the name of the transport in use: <c>polling</c> or <c>websocket</c>.</summary>
    /// <value><see langword="null"/> when the connection is not open.</value>
    public string? TransportName
    {
        get
        {
            lock (Gate)
            {
                return State is ConnectionState.Open ? _engine!.TransportName : null;
            }
        }
    }

    /// <summary>Gets the revision of the protocol that the server speaks.</summary>
    /// <value><see cref="ClientProtocol.Auto"/> as long as it is not known.</value>
    public ClientProtocol Protocol
    {
        get
        {
            lock (Gate)
            {
                return _engine?.Handshake is null ? Options.Protocol : IsVersion4Locked ? ClientProtocol.Version4 : ClientProtocol.Version5;
            }
        }
    }

    internal SocketIOClientOptions Options { get; }

    internal TimeProvider Time { get; }

    internal Lock Gate { get; } = new();

    internal CallbackQueue Callbacks { get; }

    internal IArgumentSerializer Serializer { get; }

    internal ILogger Logger => _logger;

    /// <summary>Gets the latest attempt to have a session.</summary>
    internal EngineClient? EngineLocked => _engine;

    /// <summary>Gets a value indicating whether the server speaks the revision of Socket.IO 2.</summary>
    internal bool IsVersion4Locked => _engine?.Version == EngineClient.Version3;

    /// <summary>Gets the socket of a namespace, which shares this connection.</summary>
    /// <param name="ns">The namespace, for example <c>/admin</c>; a slash in front is added where there is none.</param>
    /// <param name="configure">Sets what differs from the options of the connection: <see cref="SocketIOClientOptions.Auth"/>,
    /// <see cref="SocketIOClientOptions.AuthPayload"/>, <see cref="SocketIOClientOptions.Retries"/> and <see cref="SocketIOClientOptions.AckTimeout"/>. Ignored
    /// when the socket exists already.</param>
    /// <returns>The socket, the same for each call with the same namespace. It has to be connected with <see cref="ClientSocket.Connect"/>.</returns>
    public ClientSocket Of(string ns, Action<SocketIOClientOptions>? configure = null) => GetOrAdd(ns, configure, out _);

    /// <summary>Gets the socket of a namespace, or makes it.</summary>
    internal ClientSocket GetOrAdd(string ns, Action<SocketIOClientOptions>? configure, out bool isNew)
    {
        ArgumentNullException.ThrowIfNull(ns);
        var name = ns.StartsWith('/') ? ns : "/" + ns;
        var options = Options;

        if (configure is not null)
        {
            options = Options.Clone();
            configure(options);
            OptionsValidator.Validate(options);
        }

        lock (Gate)
        {
            isNew = !_sockets.TryGetValue(name, out var socket);

            if (isNew)
            {
                _sockets.Add(name, socket = new ClientSocket(this, name, options));
            }

            return socket!;
        }
    }

    /// <summary>Closes the transport under all sockets, which then reconnect: their reason is <see cref="ClientDisconnectReasons.ForcedClose"/>.</summary>
    /// <remarks>To end for good disconnect the sockets, or dispose of the client.</remarks>
    public void CloseEngine()
    {
        lock (Gate)
        {
            _engine?.CloseLocked();
        }
    }

    /// <summary>Keeps the place of a client that is being made.</summary>
    /// <returns><see langword="false"/> when its namespace is taken.</returns>
    internal bool TryReserve(string ns)
    {
        lock (Gate)
        {
            return !_sockets.ContainsKey(ns) && _reserved.Add(ns);
        }
    }

    /// <summary>Adds the socket of a client, for which there is a place.</summary>
    internal void Add(ClientSocket socket)
    {
        lock (Gate)
        {
            _reserved.Remove(socket.Namespace);
            _sockets[socket.Namespace] = socket;
        }
    }

    /// <summary>Removes the sockets of a client that is disposed of.</summary>
    /// <returns>Whether nobody uses the connection any more.</returns>
    internal bool Remove(ClientSocket[] sockets)
    {
        lock (Gate)
        {
            foreach (var socket in sockets)
            {
                if (_sockets.TryGetValue(socket.Namespace, out var current) && current == socket)
                {
                    _sockets.Remove(socket.Namespace);
                }
            }

            return _sockets.Count == 0 && _reserved.Count == 0;
        }
    }

    /// <summary>Ends for good, and waits until everything has.</summary>
    internal async Task DisposeAsync()
    {
        EngineClient? engine;

        lock (Gate)
        {
            StopReconnectingLocked();

            if (State is not ConnectionState.Closed)
            {
                CloseForGoodLocked();
            }

            engine = _engine;
        }

        if (engine is not null)
        {
            await engine.EndAsync().ConfigureAwait(false);
        }

        _http.Dispose();
    }

    // Of those that the target has no use for.
    partial void WarnOfIgnoredOptions();

    private void OnHandlerError(Exception error, Callback callback)
    {
        ClientMetrics.HandlerFailed();
        Log.HandlerFailed(_logger, callback.ToString() ?? "", error);
        Errors?.Invoke(error);
    }
}
