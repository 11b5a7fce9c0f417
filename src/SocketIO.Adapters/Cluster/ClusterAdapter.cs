using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// The logic of a cluster, whatever the broker: a broker publishes what it is given and hands over what others have published.
/// </summary>
/// <remarks>
/// <para>
/// What concerns sockets of this server happens at once, whether or not the broker can be reached: a failure to publish is logged and counted, and the local part stands.
/// Nothing waits for the broker but requests, which end after a time.
/// </para>
/// <para>Thread-safe. <see cref="OnMessage"/> must be called for one message after another, in the order of the broker.</para>
/// </remarks>
public abstract partial class ClusterAdapter : Adapter
{
    // Who asks for acknowledgements without a limit is not remembered for ever.
    private static readonly TimeSpan s_longestAck = TimeSpan.FromMinutes(1);

    private static readonly byte[] s_onlyAttachment = "{\"_placeholder\":true,\"num\":0}"u8.ToArray();

    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, ClusterRequest> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IBroadcastAckSink> _ackSinks = new(StringComparer.Ordinal);
    private ClusterRecovery? _recovery;
    private int _isFailing;

    /// <summary>
    /// Initializes the adapter of one namespace.
    /// </summary>
    /// <param name="sockets">The namespace.</param>
    /// <param name="options">How long to wait for others.</param>
    /// <param name="metrics">Counts messages.</param>
    /// <param name="logger">The logger of the derived class.</param>
    protected ClusterAdapter(ILocalSockets sockets, ClusterAdapterOptions options, ClusterMetrics metrics, ILogger logger)
        : base(sockets)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(logger);
        RequestTimeout = options.RequestTimeout;
        Metrics = metrics;
        _logger = logger;
    }

    /// <summary>
    /// Gets the name under which this server sends messages.
    /// </summary>
    protected string Uid => Sockets.NodeId;

    /// <summary>
    /// Gets what counts messages.
    /// </summary>
    protected ClusterMetrics Metrics { get; }

    /// <summary>
    /// Gets how long to wait for other servers, unless a call says otherwise.
    /// </summary>
    protected TimeSpan RequestTimeout { get; }

    /// <summary>
    /// Gets the ids of the other servers, if they are known by name.
    /// </summary>
    /// <value><see langword="null"/> when the broker only counts them.</value>
    protected virtual IReadOnlyCollection<string>? OtherServers => null;

    /// <inheritdoc/>
    public override async Task CloseAsync()
    {
        if (_recovery is not null)
        {
            await _recovery.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<bool> ConnectAsync(ILocalSocket socket, RecoverableSession? restored)
        => _recovery?.ConnectAsync(socket, restored) ?? base.ConnectAsync(socket, restored);

    /// <inheritdoc/>
    public override ValueTask SendAsync(ILocalSocket socket, EncodedPacket packet, BroadcastFlags flags)
        => _recovery?.Send(socket, packet, flags) ?? base.SendAsync(socket, packet, flags);

    /// <inheritdoc/>
    public override ValueTask<bool> CanRestoreAsync(ILocalSocket socket, string? offset)
        => _recovery is null ? base.CanRestoreAsync(socket, offset) : new(_recovery.CanRestore(offset));

    /// <inheritdoc/>
    public override void PersistSession(ILocalSocket socket, RecoverableSession session) => _recovery?.Persist(socket, session);

    /// <inheritdoc/>
    public override ValueTask<SessionRestoration> RestoreSessionAsync(string pid, string? offset, CancellationToken cancellationToken)
        => _recovery?.RestoreAsync(pid, offset, cancellationToken) ?? base.RestoreSessionAsync(pid, offset, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask BroadcastAsync(EncodedPacket packet, Target target)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ArgumentNullException.ThrowIfNull(target);

        if (_recovery is not null)
        {
            return _recovery.Broadcast(packet, target);
        }

        // Handed to the broker before anything else can be: the order of calls is the order at the others too.
        PublishUnlessLocal(new ClusterMessage { Type = ClusterMessageType.Broadcast, Target = target, Payload = ClusterPayload.Of(packet) }, target);
        BroadcastLocal(packet, target);
        return default;
    }

    /// <inheritdoc/>
    public override async ValueTask<IDisposable> BroadcastWithAckAsync(EncodedPacket packet, Target target, TimeSpan timeout, IBroadcastAckSink sink)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ArgumentNullException.ThrowIfNull(target);
        var requestId = NewRequestId();
        _ackSinks[requestId] = sink;

        PublishUnlessLocal(
            new ClusterMessage { Type = ClusterMessageType.Broadcast, Target = target, Payload = ClusterPayload.Of(packet), RequestId = requestId, Timeout = timeout },
            target);

        var local = _recovery is null
            ? BroadcastWithAckLocal(packet, target, sink)
            : await _recovery.RunAsync(() => BroadcastWithAckLocal(packet, target, sink)).ConfigureAwait(false);

        return new ClusterAcks(local, _ackSinks, requestId);
    }

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<SocketDetails>> FetchSocketsAsync(Target target, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var local = FetchLocal(target);

        if (target.Flags.HasFlag(BroadcastFlags.Local))
        {
            return local;
        }

        var request = new ClusterRequest { Local = local };
        var message = new ClusterMessage { Type = ClusterMessageType.FetchSockets, Target = target };
        await AskAsync(request, message, timeout, cancellationToken).ConfigureAwait(false);
        return request.AllSockets;
    }

    /// <inheritdoc/>
    public override ValueTask SocketsJoinAsync(Target target, IReadOnlyList<string> rooms)
    {
        ArgumentNullException.ThrowIfNull(target);
        PublishUnlessLocal(new ClusterMessage { Type = ClusterMessageType.SocketsJoin, Target = target, Rooms = rooms }, target);
        return InOrder(() => JoinLocal(target, rooms));
    }

    /// <inheritdoc/>
    public override ValueTask SocketsLeaveAsync(Target target, IReadOnlyList<string> rooms)
    {
        ArgumentNullException.ThrowIfNull(target);
        PublishUnlessLocal(new ClusterMessage { Type = ClusterMessageType.SocketsLeave, Target = target, Rooms = rooms }, target);
        return InOrder(() => LeaveLocal(target, rooms));
    }

    /// <inheritdoc/>
    public override ValueTask DisconnectSocketsAsync(Target target, bool close)
    {
        ArgumentNullException.ThrowIfNull(target);
        PublishUnlessLocal(new ClusterMessage { Type = ClusterMessageType.DisconnectSockets, Target = target, Close = close }, target);
        return InOrder(() => DisconnectLocal(target, close));
    }

    /// <inheritdoc/>
    public override ValueTask<bool> ServerSideEmitAsync(EncodedPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        Publish(new ClusterMessage { Type = ClusterMessageType.ServerSideEmit, Payload = ClusterPayload.Of(packet) });
        return new(true);
    }

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<EventArguments>?> ServerSideEmitWithAckAsync(EncodedPacket packet, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(packet);
        var request = new ClusterRequest();
        var message = new ClusterMessage { Type = ClusterMessageType.ServerSideEmit, Payload = ClusterPayload.Of(packet) };
        await AskAsync(request, message, timeout: null, cancellationToken).ConfigureAwait(false);
        return request.AllResponses;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> SendToServerAsync(string nodeId, ReadOnlyMemory<byte> data)
    {
        // Where a broker cannot address a server all get it: the id says whose it is.
        var message = new ClusterMessage { Type = ClusterMessageType.ServerData, RequestId = nodeId, Payload = new ClusterPayload(s_onlyAttachment, [data]) };
        Post(nodeId, message);
        return new(true);
    }

    /// <summary>
    /// Gives a message to the broker, for all other servers.
    /// </summary>
    /// <param name="message">The message, complete.</param>
    /// <returns>A task that completes when the broker has taken it. It must be handed over in order of the calls, before this returns.</returns>
    /// <remarks>May throw, or fail: that is logged and counted. It must not wait for a broker that cannot be reached.</remarks>
    protected abstract ValueTask PublishAsync(ClusterMessage message);

    /// <summary>
    /// Gives an answer to the broker, for one other server.
    /// </summary>
    /// <param name="requesterUid">The server that has asked. A broker that cannot address it publishes to all.</param>
    /// <param name="response">The answer, complete.</param>
    /// <returns>A task that completes when the broker has taken it.</returns>
    protected virtual ValueTask PublishResponseAsync(string requesterUid, ClusterMessage response) => PublishAsync(response);

    /// <summary>
    /// Called after a message for all servers was given to the broker.
    /// </summary>
    protected virtual void OnPublished()
    {
    }

    /// <summary>
    /// Says what was waited for in vain.
    /// </summary>
    /// <param name="type">What was asked.</param>
    /// <param name="received">How many other servers have answered.</param>
    /// <param name="expected">How many should have.</param>
    /// <returns>The message of the exception, as JavaScript has it.</returns>
    protected virtual string DescribeTimeout(ClusterMessageType type, int received, int expected)
        => $"timeout reached: only {received} responses received out of {expected}";

    /// <summary>
    /// Keeps messages and sessions in a store, so that clients can go on where they were, on any server. Called by constructors, if the server wants that.
    /// </summary>
    /// <param name="store">The store. <see cref="OnMessage"/> must get what it appends, this server's own messages too.</param>
    protected void UseStore(ClusterStore store)
    {
        ArgumentNullException.ThrowIfNull(store);

        if (Sockets.Recovery is { } recovery)
        {
            _recovery = new ClusterRecovery(this, store, recovery, Sockets);
        }
    }

    /// <summary>
    /// Takes note that the store has lost what it held, and counts positions anew: sessions of before cannot be restored.
    /// </summary>
    protected void OnStoreRestarted() => _recovery?.OnRestart();

    internal string NodeUid => Uid;

    internal void NoteReceived() => Metrics.MessageReceived();

    internal void NoteSessionLost(Exception exception) => Log.SessionLost(_logger, Sockets.Name, exception);

    /// <summary>Gives a message to the store and waits for nothing.</summary>
    internal void Append(ClusterStore store, ClusterMessage message)
    {
        try
        {
            Metrics.MessagePublished();
            _ = ObserveAsync(store.AppendAsync(message with { Uid = Uid, Namespace = Sockets.Name }));
        }
        catch (Exception exception)
        {
            NoteFailure(exception);
        }
    }

    /// <summary>Gives a message to the broker and waits for nothing.</summary>
    internal void Publish(ClusterMessage message)
    {
        try
        {
            var publishing = PublishAsync(message with { Uid = Uid, Namespace = Sockets.Name });
            Metrics.MessagePublished();
            OnPublished();

            if (publishing.IsCompletedSuccessfully)
            {
                NotePublished();
            }
            else
            {
                _ = ObserveAsync(publishing);
            }
        }
        catch (Exception exception)
        {
            NoteFailure(exception);
        }
    }

    /// <summary>Does something to sockets after what was sent to them before, which may still have to come back from the store.</summary>
    private ValueTask InOrder(Action work)
    {
        if (_recovery is null)
        {
            work();
            return default;
        }

        return new(_recovery.RunAsync(() =>
        {
            work();
            return true;
        }));
    }

    private void PublishUnlessLocal(ClusterMessage message, Target target)
    {
        if (!target.Flags.HasFlag(BroadcastFlags.Local))
        {
            Publish(message);
        }
    }

    private async Task ObserveAsync(ValueTask publishing)
    {
        try
        {
            await publishing.ConfigureAwait(false);
            NotePublished();
        }
        catch (Exception exception)
        {
            NoteFailure(exception);
        }
    }

    // Once when it begins and once when it is over: a broker that is away for a minute is two lines, not one for each message.
    private void NoteFailure(Exception exception)
    {
        Metrics.MessageFailed();

        if (Interlocked.Exchange(ref _isFailing, 1) == 0)
        {
            // Not here: to write an exception down takes longer than anybody who emits should wait.
            ThreadPool.UnsafeQueueUserWorkItem(static failure => Log.PublishFailed(failure.Logger, failure.Namespace, failure.Exception), (Logger: _logger, Namespace: Sockets.Name, Exception: exception), preferLocal: false);
        }
    }

    private void NotePublished()
    {
        if (Volatile.Read(ref _isFailing) != 0 && Interlocked.Exchange(ref _isFailing, 0) != 0)
        {
            Log.PublishesAgain(_logger, Sockets.Name);
        }
    }

    private static string NewRequestId() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
}
