using Microsoft.Extensions.Logging;
using SocketIO.Protocol;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// One namespace in a cluster over Redis streams: what is to arrive goes through the stream, what is asked and answered at once through channels.
/// </summary>
internal sealed class StreamsAdapter : ClusterAdapter
{
    private readonly StreamsAdapterFactory _server;
    private readonly RedisStreamsAdapterOptions _options;
    private readonly string _stream;
    private readonly RedisChannel _channel;
    private RedisSubscription[] _subscriptions = [];

    public StreamsAdapter(ILocalSockets sockets, StreamsAdapterFactory server, RedisStreamsAdapterOptions options, ClusterMetrics metrics, ILogger<StreamsAdapter> logger)
        : base(sockets, options, metrics, logger)
    {
        _server = server;
        _options = options;
        _stream = StreamNames.Of(sockets.Name, options);
        _channel = ChannelOf($"{sockets.Name}#");
        UseStore(new RedisStreamsStore(server, sockets, options));
    }

    /// <inheritdoc/>
    public override async Task InitializeAsync(CancellationToken cancellationToken)
    {
        var reading = _server.BeginAsync(Sockets.Name, cancellationToken);
        RedisChannel[] channels = [_channel, ChannelOf($"{Sockets.Name}#{Uid}#")];
        _subscriptions = [.. channels.Select(channel => _server.Connection.Add(channel, OnPublished))];
        var multiplexer = await _server.Connection.GetAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(_subscriptions.Select(subscription => subscription.AttachAsync(multiplexer))).WaitAsync(cancellationToken).ConfigureAwait(false);
        await reading.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task CloseAsync()
    {
        _server.Forget(this, Sockets.Name);
        await Task.WhenAll(_subscriptions.Select(_server.Connection.UnsubscribeAsync)).ConfigureAwait(false);
        await base.CloseAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> CountServersAsync(CancellationToken cancellationToken)
    {
        var multiplexer = _server.Connection.Current ?? throw new RedisUnavailableException();
        var counts = multiplexer.GetEndPoints().Select(point => multiplexer.GetServer(point)).Where(static server => server.IsConnected)
            .Select(server => server.SubscriptionSubscriberCountAsync(_channel));

        return (int)(await Task.WhenAll(counts).WaitAsync(RequestTimeout, Sockets.Time, cancellationToken).ConfigureAwait(false)).Sum();
    }

    /// <summary>Takes an entry of a stream.</summary>
    /// <param name="stream">The stream: of a JavaScript server's, if its hash of the namespace is negative. Positions there are none of the store.</param>
    /// <param name="entry">The entry.</param>
    public void OnEntry(string stream, StreamEntry entry)
    {
        if (StreamEntryCodec.Read(entry, Sockets.Serializer) is { } message)
        {
            OnMessage(message, stream == _stream ? entry.Id.Position : 0);
        }
        else
        {
            OnGarbage(entry.Data.Length);
        }
    }

    /// <summary>Takes note that the stream begins anew.</summary>
    public void OnRestart() => OnStoreRestarted();

    /// <inheritdoc/>
    protected override ValueTask PublishAsync(ClusterMessage message)
        => IsEphemeral(message)
            ? _server.Connection.PublishAsync(_channel, StreamEntryCodec.WriteMessagePack(message, Sockets.Serializer))
            : _server.Outbox.AddAsync(_stream, StreamEntryCodec.WriteFields(message, Sockets.Serializer, _options.OnlyPlaintext));

    /// <inheritdoc/>
    protected override ValueTask PublishResponseAsync(string requesterUid, ClusterMessage response)
        => _server.Connection.PublishAsync(ChannelOf($"{Sockets.Name}#{requesterUid}#"), StreamEntryCodec.WriteMessagePack(response, Sockets.Serializer));

    // Whoever asks waits for the answer now: later is of no use.
    private static bool IsEphemeral(ClusterMessage message)
        => message.Type is ClusterMessageType.FetchSockets or ClusterMessageType.ServerSideEmit
            || message is { Type: ClusterMessageType.Broadcast, RequestId: not null };

    private RedisChannel ChannelOf(string name) => new($"{_options.ChannelPrefix}#{name}", RedisChannel.PatternMode.Literal);

    private void OnPublished(RedisChannel channel, RedisValue value)
    {
        var bytes = (byte[]?)value ?? [];

        if (StreamEntryCodec.ReadMessagePack(bytes, Sockets.Serializer) is { } message)
        {
            OnMessage(message);
        }
        else
        {
            OnGarbage(bytes.Length);
        }
    }
}
