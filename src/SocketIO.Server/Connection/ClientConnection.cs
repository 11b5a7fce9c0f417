using Microsoft.Extensions.Logging;
using SocketIO.Engine;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// One client's connection, over which it has joined any number of namespaces.
/// </summary>
/// <remarks>Thread-safe. It survives a change of transport and ends with the sockets of all its namespaces.</remarks>
public sealed partial class ClientConnection : IEngineConnection
{
    private readonly SocketIOServer _server;
    private readonly MessageDecoder _decoder;
    private readonly PacketParser? _parser;
    private readonly ILogger _logger;
    private LinkedListNode<(long Due, object Target)>? _connectDeadline;
    private LinkedListNode<(long Due, object Target)>? _packetDeadline;
    private CancellationTokenSource? _closed;
    private Action<string>? _upgraded;
    private IDisposable? _upgrade;
    private volatile bool _isShutDown;

    internal ClientConnection(SocketIOServer server, EngineSession session)
    {
        var limits = session.Protocol == 3 ? server.LimitsVersion2 : server.Limits;
        _server = server;
        _parser = server.Parser;
        _decoder = _parser is null ? new PacketDecoder(limits) : _parser.CreateDecoder(limits);
        _logger = server.ConnectionLogger;
        Session = session;
        _connectDeadline = server.ConnectDeadlines.Add(this);
    }

    /// <summary>
    /// Gets the Engine.IO session that carries the connection.
    /// </summary>
    /// <remarks>Its id is a secret: who knows it can read and write the connection. Do not show it to other clients.</remarks>
    public EngineSession Session { get; }

    /// <summary>
    /// Gets the name of the transport that is in use at this moment.
    /// </summary>
    /// <value><c>polling</c> or <c>websocket</c>.</value>
    public string Transport => Session.Transport.ToProtocolText();

    /// <summary>
    /// Gets the revision of the Engine.IO protocol that the client speaks.
    /// </summary>
    /// <value>4, or 3 for clients of Socket.IO 2, which <see cref="EngineOptions.AllowEIO3"/> lets in.</value>
    public int Protocol => Session.Protocol;

    /// <summary>
    /// Occurs when the connection has changed from polling to another transport, whose name it tells.
    /// </summary>
    /// <remarks>It is raised on the thread that reads the connection: do not block it.</remarks>
    public event Action<string> Upgraded
    {
        add
        {
            HandlerBinder.ThrowIfNotSynchronous(value);

            lock (_gate)
            {
                _upgraded += value;
                _upgrade ??= Session.OnUpgraded(OnUpgraded);
            }
        }

        remove
        {
            lock (_gate)
            {
                _upgraded -= value;
            }
        }
    }

    /// <summary>
    /// Closes the connection with all its sockets. What waits to be sent goes out first.
    /// </summary>
    /// <remarks>The sockets' reason is <c>forced close</c>; clients reconnect.</remarks>
    public void Close() => Session.Close();

    /// <summary>Gets a token that is cancelled when the connection ends.</summary>
    private CancellationToken ClosedToken
    {
        get
        {
            var source = _closed ?? Interlocked.CompareExchange(ref _closed, new CancellationTokenSource(), null) ?? _closed;

            // Closed before anybody is told: who made the source too late to be told sees it here.
            if (Session.State is SessionState.Closed)
            {
                source.Cancel();
            }

            return source.Token;
        }
    }

    void IEngineConnection.OnClosed(CloseReason reason, string? description)
    {
        ClearDeadlines();
        CancelLookups();

        // One that joined while the server was closing the others.
        var isShutdown = reason is CloseReason.ForcedClose && (_isShutDown || !_server.IsOpen);
        CloseSockets(isShutdown ? DisconnectReasons.ServerShuttingDown : reason.ToProtocolText(), description);
        _server.OnConnectionClosed(this);
    }

    /// <summary>Ends all sockets, while the connection itself may go on a little to bring the news.</summary>
    internal void CloseSockets(string reason, string? description)
    {
        foreach (var slot in TakeSlots())
        {
            slot.Socket?.OnConnectionClosed(reason, description);
        }
    }

    /// <summary>Ends the connection as a server that stops does. What was sent before goes out first.</summary>
    internal void ShutDown()
    {
        _isShutDown = true;
        CloseSockets(DisconnectReasons.ServerShuttingDown, description: null);
        Session.Close();
    }

    internal async ValueTask DisconnectAllAsync()
    {
        foreach (var slot in _slots.All)
        {
            if (slot.Socket is { } socket)
            {
                await socket.DisconnectHereAsync();
            }
        }

        Session.Close();
    }

    /// <summary>The client has not joined any namespace in time.</summary>
    internal void OnConnectTimeout()
    {
        Log.ConnectTimedOut(_logger, Session.LogId);
        Session.Close();
        CloseSockets(DisconnectReasons.ForcedServerClose, description: null);
    }

    /// <summary>The attachments of a packet have not arrived in time.</summary>
    internal void OnPacketTimeout()
    {
        Log.PacketTimedOut(_logger, Session.LogId);
        Session.Close();
    }

    /// <summary>A first namespace was joined: the client is one that was expected.</summary>
    internal void OnJoined()
    {
        Session.MarkJoined();

        if (Interlocked.Exchange(ref _connectDeadline, null) is { } deadline)
        {
            _server.ConnectDeadlines.Remove(deadline);
        }
    }

    private void OnUpgraded(TransportKind transport)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(_upgraded))
        {
            try
            {
                handler(transport.ToProtocolText());
            }
            catch (Exception exception)
            {
                _server.Report(exception, "upgrade handler", socket: null, eventName: null);
            }
        }
    }

    private void CancelLookups()
    {
        try
        {
            _closed?.Cancel();
        }
        catch (Exception exception)
        {
            _server.Report(exception, "cancellation callback", socket: null, eventName: null);
        }
    }

    private void ClearDeadlines()
    {
        if (Interlocked.Exchange(ref _connectDeadline, null) is { } connect)
        {
            _server.ConnectDeadlines.Remove(connect);
        }

        if (Interlocked.Exchange(ref _packetDeadline, null) is { } packet)
        {
            _server.PacketDeadlines.Remove(packet);
        }
    }
}
