using System.Threading.Channels;
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
    private readonly Channel<RedisValue> _published = Channel.CreateUnbounded<RedisValue>(new() { SingleReader = true });
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RedisSubscription[] _subscriptions = [];
    private Task _receiving = Task.CompletedTask;

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
        _receiving = ReceiveAsync();
        var reading = _server.BeginAsync(Sockets.Name, cancellationToken);
        RedisChannel[] channels = [_channel, ChannelOf($"{Sockets.Name}#{Uid}#")];
        _subscriptions = [.. channels.Select(channel => _server.Connection.Add(channel, (_, message) => _published.Writer.TryWrite(message)))];

        try
        {
            var multiplexer = await _server.Connection.GetAsync(cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(_subscriptions.Select(subscription => subscription.AttachAsync(multiplexer))).WaitAsync(cancellationToken).ConfigureAwait(false);
            _subscribed.TrySetResult();
            await reading.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops before it has found Redis.
        }
        finally
        {
            // Once there is a connection again, it has the subscriptions.
            _subscribed.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public override async Task CloseAsync()
    {
        await base.CloseAsync().ConfigureAwait(false);
        _server.Forget(this, Sockets.Name);
        await Task.WhenAll(_subscriptions.Select(_server.Connection.UnsubscribeAsync)).ConfigureAwait(false);
        _published.Writer.TryComplete();
        await _receiving.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> CountServersAsync(CancellationToken cancellationToken)
    {
        await _subscribed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        var multiplexer = await _server.Connection.GetAsync(cancellationToken).ConfigureAwait(false);

        // The nodes of a Redis Cluster know their own subscribers only.
        var counts = multiplexer.GetEndPoints().Select(point => multiplexer.GetServer(point)).Where(static server => server.IsConnected)
            .Select(server => server.SubscriptionSubscriberCountAsync(_channel));

        return (int)Math.Max(1, (await Task.WhenAll(counts).WaitAsync(cancellationToken).ConfigureAwait(false)).Sum());
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
            : _server.Outbox.AppendAsync(_stream, StreamEntryCodec.WriteFields(message, Sockets.Serializer, _options.OnlyPlaintext));

    /// <inheritdoc/>
    protected override ValueTask PublishResponseAsync(string requesterUid, ClusterMessage response)
        => _server.Connection.PublishAsync(ChannelOf($"{Sockets.Name}#{requesterUid}#"), StreamEntryCodec.WriteMessagePack(response, Sockets.Serializer));

    // Whoever asks waits for the answer now: later is of no use.
    private static bool IsEphemeral(ClusterMessage message)
        => message.Type is ClusterMessageType.FetchSockets or ClusterMessageType.ServerSideEmit or ClusterMessageType.ServerData
            || message is { Type: ClusterMessageType.Broadcast, RequestId: not null };

    private RedisChannel ChannelOf(string name) => new($"{_options.ChannelPrefix}#{name}", RedisChannel.PatternMode.Literal);

    // Apart from the threads of the library: a slow handler does not make the connection look dead.
    private async Task ReceiveAsync()
    {
        await foreach (var message in _published.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            var bytes = (byte[]?)message ?? [];

            if (StreamEntryCodec.ReadMessagePack(bytes, Sockets.Serializer) is { } received)
            {
                OnMessage(received);
            }
            else
            {
                OnGarbage(bytes.Length);
            }
        }
    }
}
