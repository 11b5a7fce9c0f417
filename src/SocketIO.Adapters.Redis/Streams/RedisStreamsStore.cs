using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// The stream as what clients that were away go on from: offsets are ids of entries. Sessions lie beside it, under keys that expire.
/// </summary>
internal sealed class RedisStreamsStore(StreamsAdapterFactory server, ILocalSockets sockets, RedisStreamsAdapterOptions options) : ClusterStore
{
    private const int PageSize = 1000;

    private readonly string _stream = StreamNames.Of(sockets.Name, options);

    /// <inheritdoc/>
    public override bool IsAvailable => server.Outbox.IsAvailable;

    /// <inheritdoc/>
    public override long LastPosition => server.TailOf(sockets.Name).LastPosition;

    /// <inheritdoc/>
    public override ValueTask AppendAsync(ClusterMessage message)
        => server.Outbox.AppendAsync(_stream, StreamEntryCodec.WriteFields(message, sockets.Serializer, options.OnlyPlaintext));

    /// <inheritdoc/>
    public override string FormatOffset(long position) => StreamId.FromPosition(position).ToString();

    /// <inheritdoc/>
    public override bool TryParseOffset(string offset, out long position)
    {
        position = StreamId.TryParse(offset, out var id) ? id.Position : 0;
        return position > 0;
    }

    /// <inheritdoc/>
    public override async Task<bool> ReachesBackToAsync(long position, CancellationToken cancellationToken)
    {
        if (position == 0)
        {
            return await Bounded(StreamCommands.IsCompleteAsync(Database, _stream, options.MaxLength), cancellationToken).ConfigureAwait(false);
        }

        // Entries are removed from the beginning: as long as one is there, so are those after it.
        var id = StreamId.FromPosition(position).ToString();
        return StreamEntry.ReadAll(await Bounded(Database.ExecuteAsync("XRANGE", (RedisKey)_stream, id, id), cancellationToken).ConfigureAwait(false)).Count > 0;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StoredMessage> ReadAfterAsync(long position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = StreamId.FromPosition(position).Next;
        List<StreamEntry> page;

        do
        {
            var reading = Database.ExecuteAsync("XRANGE", (RedisKey)_stream, next.ToString(), "+", "COUNT", PageSize);
            page = StreamEntry.ReadAll(await Bounded(reading, cancellationToken).ConfigureAwait(false));

            foreach (var entry in page)
            {
                next = entry.Id.Next;
                yield return new StoredMessage(entry.Id.Position, entry.Namespace == sockets.Name ? StreamEntryCodec.Read(entry, sockets.Serializer) : null);
            }
        }
        while (page.Count == PageSize);
    }

    /// <inheritdoc/>
    public override Task PersistAsync(ClusterSession session, TimeSpan lifetime)
        => server.Outbox.SetAsync(KeyOf(session.Session.Pid), StreamSessionCodec.Write(session, this, sockets.Serializer), lifetime).AsTask();

    /// <inheritdoc/>
    public override async Task<ClusterSession?> TakeAsync(string pid, CancellationToken cancellationToken)
    {
        // GETDEL would need Redis 6.2.
        var transaction = Database.CreateTransaction();
        var getting = transaction.StringGetAsync(KeyOf(pid));
        _ = transaction.KeyDeleteAsync(KeyOf(pid));
        await Bounded(transaction.ExecuteAsync(), cancellationToken).ConfigureAwait(false);
        var value = (byte[]?)await Bounded(getting, cancellationToken).ConfigureAwait(false);
        return value is null ? null : StreamSessionCodec.Read(value, this) is { } session && session.Session.Pid == pid ? session : null;
    }

    private IDatabase Database => server.Connection.Current?.GetDatabase() ?? throw new RedisUnavailableException();

    private string KeyOf(string pid) => options.SessionKeyPrefix + pid;

    private Task<T> Bounded<T>(Task<T> task, CancellationToken cancellationToken)
    {
        _ = task.ContinueWith(static failed => _ = failed.Exception, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously);
        return task.WaitAsync(options.RequestTimeout, sockets.Time, cancellationToken);
    }
}
