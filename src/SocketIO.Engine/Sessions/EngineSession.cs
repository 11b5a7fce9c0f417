using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// One Engine.IO session: a bidirectional stream of messages that survives a change of transport.
/// </summary>
/// <remarks>
/// Thread-safe. Packets leave in the order in which the send methods were called. The session is one state machine
/// under one lock; user code and the network are reached outside it.
/// </remarks>
public sealed partial class EngineSession
{
    private const int Accepted = 1;
    private const int Returned = 2;

    private static long s_lastLogId;

    // Guards everything below, and the transports' own state. Never held while user code runs or a task is awaited.
    private readonly Lock _gate = new();
    private readonly EngineServer _server;
    private readonly EngineOptions _options;
    private readonly WheelEntry _wheelEntry;
    private readonly SendQueue _queue;
    private readonly ILogger _logger;
    private readonly bool _isVersion3;
    private TaskCompletionSource? _closed;
    private IEngineConnection? _connection;
    private UnjoinedReservation? _unjoined;

    // What is known of the peer. In revision 3 a polling client is accepted before it has done anything for it.
    private int _confirmed;
    private int _answered;
    private ITransport _transport;
    private SessionState _state = SessionState.Open;
    private CloseReason _closeReason;
    private string? _closeDescription;

    internal EngineSession(EngineServer server, string id, int protocol, HandshakeRequest request, ITransport transport, UnjoinedReservation unjoined)
    {
        _server = server;
        _options = server.Options;
        _logger = server.SessionLogger;
        _transport = transport;
        _wheelEntry = new WheelEntry(this);
        _queue = new SendQueue(server.Outbox);
        unjoined.Take();
        _unjoined = unjoined;
        Id = id;
        _isVersion3 = protocol == 3;
        _confirmed = _isVersion3 && transport.Kind is TransportKind.Polling ? 0 : Returned;
        Request = request;
    }

    /// <summary>
    /// Gets the id that selects the session: the <c>sid</c> of the protocol, 20 characters by default.
    /// </summary>
    /// <remarks>A secret: who knows it can read and write the session. Log <see cref="LogId"/> instead.</remarks>
    public string Id { get; }

    /// <summary>Gets a name for the session that is safe to log: it selects nothing.</summary>
    public long LogId { get; } = Interlocked.Increment(ref s_lastLogId);

    /// <summary>Gets the revision of the Engine.IO protocol that the peer speaks.</summary>
    /// <value>4, or 3 for old clients, which <see cref="EngineOptions.AllowEIO3"/> lets in.</value>
    public int Protocol => _isVersion3 ? 3 : 4;

    /// <summary>Gets the application's side; <see langword="null"/> until the session has opened.</summary>
    internal IEngineConnection? Connection => Volatile.Read(ref _connection);

    /// <summary>Gets the request that opened the session.</summary>
    public HandshakeRequest Request { get; }

    /// <summary>Gets the transport that carries the session at this moment.</summary>
    public TransportKind Transport => Volatile.Read(ref _transport).Kind;

    /// <summary>Gets a value indicating whether the session went from polling to WebSocket.</summary>
    public bool Upgraded { get; private set; }

    /// <summary>Gets a value indicating whether a second transport is being tried at this moment.</summary>
    public bool Upgrading => State is SessionState.Upgrading;

    /// <summary>Gets where the session is in its life.</summary>
    public SessionState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Gets a value indicating whether a volatile packet sent at this instant would leave.</summary>
    public bool IsWritable
    {
        get
        {
            lock (_gate)
            {
                return IsWritableLocked;
            }
        }
    }

    /// <summary>Gets a task that completes when the session has ended.</summary>
    public Task Closed
    {
        get
        {
            // Made for those who ask: most sessions end without anybody waiting for it.
            var source = _closed ?? Interlocked.CompareExchange(ref _closed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null) ?? _closed;

            if (_isOver)
            {
                source.TrySetResult();
            }

            return source.Task;
        }
    }

    /// <summary>Gets the reason why the session ended; <see cref="CloseReason.None"/> before that.</summary>
    public CloseReason CloseReason
    {
        get
        {
            lock (_gate)
            {
                return _state is SessionState.Closed ? _closeReason : CloseReason.None;
            }
        }
    }

    internal Lock Gate => _gate;

    /// <summary>Gets the polling transport, unless the session has left it.</summary>
    internal PollingTransport? Polling => Volatile.Read(ref _transport) as PollingTransport;

    private bool IsWritableLocked
        => _state is SessionState.Open or SessionState.Upgrading && _queue.IsEmpty && _transport.IsWritable;

    /// <summary>
    /// Says that the application has accepted the peer, so that the session no longer counts against
    /// <see cref="EngineOptions.MaxUnjoinedSessions"/>.
    /// </summary>
    /// <remarks>A Socket.IO server calls it when a namespace is joined. Calling it again does nothing.</remarks>
    public void MarkJoined() => Confirm(Accepted);

    /// <summary>Says that the peer has come back after its handshake: it is a client, and not something that fetches URLs.</summary>
    internal void MarkReturned()
    {
        if (_isVersion3)
        {
            Confirm(Returned);
        }
    }

    /// <summary>Gives back the session's place among those that nobody has joined.</summary>
    internal void ReleasePlace() => Interlocked.Exchange(ref _unjoined, null)?.Give();

    private void Confirm(int what)
    {
        if ((Interlocked.Or(ref _confirmed, what) | what) == (Accepted | Returned))
        {
            ReleasePlace();
        }
    }

    /// <summary>Says whether the response that is being made is the session's first.</summary>
    internal bool TryTakeFirstResponse() => Interlocked.Exchange(ref _answered, 1) == 0;

    /// <summary>Queues the open packet, starts the heartbeat and hands the session to the application.</summary>
    internal void Open(EncodedPacket handshake, EncodedPacket? initialPacket, Func<EngineSession, IEngineConnection> connect)
    {
        lock (_gate)
        {
            _batchThread = Environment.CurrentManagedThreadId;
            EnqueueOrWriteLocked(handshake);

            if (initialPacket is not null)
            {
                EnqueueOrWriteLocked(initialPacket);
            }

            StartHeartbeatLocked();
        }

        Log.Opened(_logger, LogId, _transport.Kind);
        _connection = connect(this);
        EndBatch();

        lock (_gate)
        {
            // Closed by the callback, or by a timer since: the connection could not be told then.
            if (_state is not SessionState.Closed)
            {
                return;
            }
        }

        NotifyClosed();
    }

    private void EnqueueOrWriteLocked(EncodedPacket packet)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);

        if (!_queue.IsEmpty || !_transport.TryWrite(packet, SendFlags.None))
        {
            _queue.Enqueue(packet, SendFlags.None);
        }
    }
}
