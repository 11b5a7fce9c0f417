using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SocketIO.Protocol;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// One namespace of a server in a cluster over Redis pub/sub, together with servers that use <c>@socket.io/redis-adapter</c>.
/// </summary>
/// <remarks>
/// <para>Nothing is stored in Redis: what is published while a server is away from it does not reach that server.</para>
/// <para>
/// Thread-safe. Messages are worked off one after another, in the order in which they came. Broadcasts, which run no code of the application, are passed on by the library's thread that brings
/// them, unless something waits; all else apart from it, so that a slow handler does not make the connection look dead.
/// </para>
/// </remarks>
public sealed partial class RedisAdapter : ClusterAdapter
{
    private readonly ILogger _logger;
    private readonly RedisConnection _connection;
    private readonly RedisChannels _channels;
    private readonly RedisMessageReader _reader;
    private readonly bool _answersToRequester;
    private readonly byte[] _ownPrefix;
    private readonly ReceiveQueue _received;
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, RoomsRequest> _roomsRequests = new(StringComparer.Ordinal);
    private RedisSubscription[] _subscriptions = [];

    internal RedisAdapter(ILocalSockets sockets, RedisAdapterOptions options, RedisConnection connection, ClusterMetrics metrics, ILogger<RedisAdapter> logger)
        : base(sockets, options, metrics, logger)
    {
        _logger = logger;
        _connection = connection;
        _channels = new RedisChannels(options.Key, sockets.Name);
        _reader = new RedisMessageReader(sockets.Name, sockets.Serializer);
        _answersToRequester = options.PublishOnSpecificResponseChannel;
        _received = new ReceiveQueue(Handle);

        // An array of three, and a short string.
        _ownPrefix = [0x93, (byte)(0xa0 | sockets.NodeId.Length), .. System.Text.Encoding.ASCII.GetBytes(sockets.NodeId)];
    }

    /// <inheritdoc/>
    public override async Task InitializeAsync(CancellationToken cancellationToken)
    {
        _subscriptions =
        [
            _connection.Add(_channels.AllBroadcasts, (channel, message) => Receive(ReceivedFrom.Broadcasts, channel, message)),
            _connection.Add(_channels.Request, (channel, message) => Receive(ReceivedFrom.Requests, channel, message)),
            _connection.Add(_channels.Response, (channel, message) => Receive(ReceivedFrom.Responses, channel, message)),
            _connection.Add(_channels.ResponseTo(Uid), (channel, message) => Receive(ReceivedFrom.Responses, channel, message)),
        ];

        try
        {
            var multiplexer = await _connection.GetAsync(cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(_subscriptions.Select(subscription => subscription.AttachAsync(multiplexer))).WaitAsync(cancellationToken).ConfigureAwait(false);
            _subscribed.TrySetResult();
        }
        catch (Exception exception)
        {
            // Once there is a connection again, it has the subscriptions.
            _subscribed.TrySetResult();

            if (exception is not OperationCanceledException)
            {
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public override async Task CloseAsync()
    {
        await base.CloseAsync().ConfigureAwait(false);
        await Task.WhenAll(_subscriptions.Select(_connection.UnsubscribeAsync)).ConfigureAwait(false);
        await _received.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Counts the servers that are subscribed to the namespace, as Redis knows them.
    /// </summary>
    /// <param name="cancellationToken">Stops the wait, also that for a connection with Redis.</param>
    /// <returns>The number of servers, this one included.</returns>
    public override async ValueTask<int> CountServersAsync(CancellationToken cancellationToken)
    {
        await _subscribed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        var multiplexer = await _connection.GetAsync(cancellationToken).ConfigureAwait(false);
        long count = 0;

        // The nodes of a Redis Cluster know their own subscribers only.
        foreach (var endPoint in multiplexer.GetEndPoints())
        {
            var server = multiplexer.GetServer(endPoint);

            if (server.IsConnected)
            {
                count += await server.SubscriptionSubscriberCountAsync(_channels.Request).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return (int)Math.Max(1, count);
    }

    /// <summary>
    /// Gets the names of all rooms of the namespace, on all servers. The private rooms of sockets are among them.
    /// </summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Each name once, in no order.</returns>
    /// <exception cref="ClusterTimeoutException">Not all servers have answered in time.</exception>
    public async Task<IReadOnlyCollection<string>> AllRoomsAsync(CancellationToken cancellationToken = default)
    {
        using var patience = new CancellationTokenSource(RequestTimeout, Sockets.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var requestId = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
        RoomsRequest? request = null;

        try
        {
            var others = await CountServersAsync(either.Token).ConfigureAwait(false) - 1;
            request = new RoomsRequest(Rooms.Names) { Expected = others };

            if (others > 0)
            {
                _roomsRequests[requestId] = request;
                Metrics.MessagePublished();
                await _connection.PublishAsync(_channels.Request, Body(RedisMessageWriter.WriteAllRooms(Uid, requestId)))
                    .AsTask().WaitAsync(either.Token).ConfigureAwait(false);
                await request.Done.WaitAsync(either.Token).ConfigureAwait(false);
            }

            return request.Rooms;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Metrics.RequestTimedOut();

            throw new ClusterTimeoutException("timeout reached while waiting for allRooms response", exception is OperationCanceledException ? null : exception)
            {
                Expected = request?.Expected ?? 0,
                Received = request?.Received ?? 0,
            };
        }
        finally
        {
            _roomsRequests.TryRemove(requestId, out _);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask PublishAsync(ClusterMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var channel = message is { Type: ClusterMessageType.Broadcast, RequestId: null } ? _channels.Broadcast(message.Target!.Rooms) : _channels.Request;
        return _connection.PublishAsync(channel, Body(RedisMessageWriter.Write(message, Sockets.Serializer)));
    }

    /// <inheritdoc/>
    protected override ValueTask PublishResponseAsync(string requesterUid, ClusterMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);

        // Answers to events always go to all: JavaScript servers do it so.
        var channel = response.Type switch
        {
            ClusterMessageType.ServerSideEmitResponse => _channels.Response,
            ClusterMessageType.ServerData => _channels.ResponseTo(requesterUid),
            _ => ResponseChannel(requesterUid),
        };

        return _connection.PublishAsync(channel, Body(RedisMessageWriter.Write(response, Sockets.Serializer)));
    }

    /// <inheritdoc/>
    protected override string DescribeTimeout(ClusterMessageType type, int received, int expected)
        => type is ClusterMessageType.FetchSockets ? "timeout reached while waiting for fetchSockets response" : base.DescribeTimeout(type, received, expected);

    private static byte[] Body(ReadOnlyMemory<byte> body)
        => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body, out var array) && array.Array!.Length == array.Count ? array.Array : body.ToArray();

    private RedisChannel ResponseChannel(string requesterUid)
        => _answersToRequester && requesterUid != ClusterMessage.EmitterUid ? _channels.ResponseTo(requesterUid) : _channels.Response;

    private void Receive(ReceivedFrom source, RedisChannel channel, RedisValue message)
    {
        byte[] body = message.IsNull ? [] : (byte[])message!;

        if (source is not ReceivedFrom.Broadcasts)
        {
            _received.Post(new Received(source, string.Empty, body), mayRunHere: false);
        }
        else if (!body.AsSpan().StartsWith(_ownPrefix))
        {
            // What this server has sent comes back: it is not worth a thread's attention.
            _received.Post(new Received(source, (string)channel!, body), mayRunHere: true);
        }
    }

    private void Handle(Received received)
    {
        if (received.Body.Length == 0)
        {
            OnGarbage(0);
        }
        else
        {
            Handle(received.Source, received.Channel, received.Body);
        }
    }
}
