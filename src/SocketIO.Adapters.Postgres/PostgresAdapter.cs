using Microsoft.Extensions.Logging;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// One namespace of one server in a cluster that is held together by the notifications of PostgreSQL.
/// </summary>
internal sealed partial class PostgresAdapter : HeartbeatClusterAdapter
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PostgresBroker _broker;
    private readonly Lane _lane;
    private readonly int _threshold;
    private readonly PostgresStore? _store;
    private readonly ILogger _logger;

    public PostgresAdapter(ILocalSockets sockets, PostgresAdapterOptions options, PostgresBroker broker, ClusterMetrics metrics, ILogger<PostgresAdapter> logger)
        : base(sockets, options, metrics, logger)
    {
        _broker = broker;
        _lane = new Lane(ChannelName.Of(options.ChannelPrefix, sockets.Name));
        _threshold = options.PayloadThreshold;
        _logger = logger;

        if (sockets.Recovery is { } recovery)
        {
            _store = new PostgresStore(broker, _lane, sockets, recovery, _threshold);
            UseStore(_store);
        }
    }

    /// <summary>Gets where the messages of the namespace are notified of.</summary>
    public string Channel => _lane.Channel;

    /// <summary>Gets a value indicating whether nothing waits for the database. For tests.</summary>
    internal bool IsIdle => _broker.Publisher.IsIdle;

    public override async Task InitializeAsync(CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            _broker.Keep(_store);
        }

        _broker.Listener.Add(this);

        try
        {
            await _ready.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The server stops, and the database was never there.
        }
    }

    public override async Task CloseAsync()
    {
        await base.CloseAsync().ConfigureAwait(false);
        _broker.Listener.Remove(this);

        if (_store is not null)
        {
            _broker.Forget(_store);
        }
    }

    protected override ValueTask PublishAsync(ClusterMessage message) => new(_broker.Publisher.Enqueue(PostgresCodec.Encode(message, _lane, Sockets.Serializer, _threshold)));
}
