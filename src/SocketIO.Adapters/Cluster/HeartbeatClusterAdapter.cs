using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters;

/// <summary>
/// A cluster whose broker does not know who takes part: servers tell each other that they are there.
/// </summary>
/// <remarks>Every message counts as a sign of life, but for those of emitters.</remarks>
public abstract partial class HeartbeatClusterAdapter : ClusterAdapter
{
    private static readonly TimeSpan s_checkInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _lastSeen = new(StringComparer.Ordinal);
    private readonly ClusterAdapterOptions _options;
    private readonly ILogger _logger;
    private readonly ITimer _heartbeat;
    private readonly ITimer _check;
    private bool _hasBegun;

    /// <summary>
    /// Initializes the adapter of one namespace.
    /// </summary>
    /// <param name="sockets">The namespace.</param>
    /// <param name="options">How often servers say that they are there, and how long to wait for others.</param>
    /// <param name="metrics">Counts messages.</param>
    /// <param name="logger">The logger of the derived class.</param>
    protected HeartbeatClusterAdapter(ILocalSockets sockets, ClusterAdapterOptions options, ClusterMetrics metrics, ILogger logger)
        : base(sockets, options, metrics, logger)
    {
        _options = options;
        _logger = logger;
        _heartbeat = sockets.Time.CreateTimer(static adapter => ((HeartbeatClusterAdapter)adapter!).OnHeartbeat(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _check = sockets.Time.CreateTimer(static adapter => ((HeartbeatClusterAdapter)adapter!).OnCheck(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> OtherServers
    {
        get
        {
            lock (_gate)
            {
                return [.. _lastSeen.Keys];
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> CountServersAsync(CancellationToken cancellationToken) => new(1 + OtherServers.Count);

    /// <inheritdoc/>
    public override async Task CloseAsync()
    {
        if (_hasBegun)
        {
            Publish(new ClusterMessage { Type = ClusterMessageType.AdapterClose });
        }

        await _heartbeat.DisposeAsync().ConfigureAwait(false);
        await _check.DisposeAsync().ConfigureAwait(false);

        await base.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Joins the cluster. To be called once messages of others are heard, and again after they have not been heard for a while.
    /// </summary>
    protected void Begin()
    {
        _hasBegun = true;
        Publish(new ClusterMessage { Type = ClusterMessageType.InitialHeartbeat });
        Postpone();
        _check.Change(s_checkInterval, s_checkInterval);
    }

    /// <inheritdoc/>
    protected override void OnPublished() => Postpone();

    /// <inheritdoc/>
    protected override void OnMessage(ClusterMessage message, long position = 0)
    {
        ArgumentNullException.ThrowIfNull(message);

        if (message.Namespace == Sockets.Name && message.Uid != Uid && message.Uid != ClusterMessage.EmitterUid)
        {
            Note(message);
        }

        base.OnMessage(message, position);
    }

    private void Note(ClusterMessage message)
    {
        if (message.Type is ClusterMessageType.AdapterClose)
        {
            Forget(message.Uid);
            return;
        }

        bool isNew;

        lock (_gate)
        {
            isNew = !_lastSeen.ContainsKey(message.Uid);
            _lastSeen[message.Uid] = Sockets.Time.GetTimestamp();
        }

        if (isNew)
        {
            Log.ServerJoined(_logger, message.Uid, Sockets.Name);
        }

        if (message.Type is ClusterMessageType.InitialHeartbeat)
        {
            Publish(new ClusterMessage { Type = ClusterMessageType.Heartbeat });
        }
    }

    private void OnHeartbeat()
    {
        Publish(new ClusterMessage { Type = ClusterMessageType.Heartbeat });
        Postpone();
    }

    // Whatever is published is a sign of life.
    private void Postpone() => _heartbeat.Change(_options.HeartbeatInterval, _options.HeartbeatInterval);

    private void OnCheck()
    {
        var now = Sockets.Time.GetTimestamp();
        string[] silent;

        lock (_gate)
        {
            silent = [.. _lastSeen.Where(server => Sockets.Time.GetElapsedTime(server.Value, now) > _options.HeartbeatTimeout).Select(static server => server.Key)];
        }

        foreach (var uid in silent)
        {
            Forget(uid);
        }
    }

    private void Forget(string uid)
    {
        bool wasKnown;

        lock (_gate)
        {
            wasKnown = _lastSeen.Remove(uid);
        }

        if (wasKnown)
        {
            Log.ServerLeft(_logger, uid, Sockets.Name);
            OnServerLeft(uid);
        }
    }

    /// <inheritdoc/>
    protected override string DescribeTimeout(ClusterMessageType type, int received, int expected) => $"timeout reached: missing {expected - received} responses";
}
