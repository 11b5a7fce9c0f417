using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Reads one stream for all namespaces of a server, on a connection of its own, because a read that waits holds up whatever is behind it. Goes on after the entry that it has
/// read last, whatever happens in between.
/// </summary>
/// <remarks>The two callbacks are called for one entry after another, on one thread at a time.</remarks>
internal sealed partial class StreamTail : IAsyncDisposable
{
    // Shorter than the patience of the library, which takes a read without an answer for a failure: 5 seconds in its newer versions.
    private static readonly TimeSpan s_longestBlock = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMilliseconds(250);

    private readonly RedisSource _source;
    private readonly RedisStreamsAdapterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamMemory _memory = new();
    private readonly DuplicateFilter _received = new();
    private readonly Lazy<Task> _running;
    private StreamId _last;
    private long _lastPosition = -1;
    private bool _isLost;

    public StreamTail(RedisSource source, string name, RedisStreamsAdapterOptions options, TimeProvider time, ILogger<StreamTail> logger)
    {
        _source = source;
        _options = options;
        _time = time;
        _logger = logger;
        Name = name;
        _running = new(() => Task.Run(RunAsync));
    }

    public string Name { get; }

    /// <summary>Gets the position of the last entry that was handed over, or that was there when reading began; -1 until then.</summary>
    public long LastPosition => Volatile.Read(ref _lastPosition);

    /// <summary>Gets or sets who gets the entries. Must neither block nor throw.</summary>
    public required Action<StreamTail, StreamEntry> Deliver { get; init; }

    /// <summary>Gets or sets who is told that the entries are others now, and that positions start anew.</summary>
    public required Action<StreamTail> Restart { get; init; }

    /// <summary>Begins to read, unless that has been done.</summary>
    /// <returns>A task that completes when everything that is appended from now on is read.</returns>
    public Task BeginAsync(CancellationToken cancellationToken)
    {
        _ = _running.Value;
        return _begun.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);

        if (_running.IsValueCreated)
        {
            await _running.Value.ConfigureAwait(false);
        }

        _begun.TrySetCanceled(CancellationToken.None);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            IConnectionMultiplexer? multiplexer = null;

            try
            {
                multiplexer = await _source.OpenAsync().WaitAsync(_stopping.Token).ConfigureAwait(false);
                await FollowAsync(multiplexer.GetDatabase()).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (!_isLost && !_stopping.IsCancellationRequested)
                {
                    _isLost = true;
                    Log.Lost(_logger, Name, exception);
                }
            }

            if (multiplexer is not null)
            {
                _ = CloseAsync(multiplexer);
            }

            await Task.Delay(s_retryInterval, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(IDatabase database)
    {
        await CheckAsync(database).ConfigureAwait(false);
        var mayBeTooLate = _isLost;

        if (_isLost)
        {
            _isLost = false;
            Log.Found(_logger, Name);
        }

        while (!_stopping.IsCancellationRequested)
        {
            var reading = database.ExecuteAsync("XREAD", "COUNT", _options.ReadCount, "BLOCK", (long)BlockTime.TotalMilliseconds, "STREAMS", (RedisKey)Name, _last.ToString());

            // Asked after the read: what is there then was there before, and so was everything behind it.
            var checking = mayBeTooLate && _memory.Contains(_last) ? IsThereAsync(database, _last) : Task.FromResult(true);
            var streams = await Bounded(reading).ConfigureAwait(false);
            var isThere = await Bounded(checking).ConfigureAwait(false);

            if (streams.IsNull)
            {
                await CheckAsync(database).ConfigureAwait(false);
                mayBeTooLate = false;
                continue;
            }

            var entries = StreamEntry.ReadAll(((RedisResult[])((RedisResult[])streams!)[0]!)[1]);

            if (!isThere && entries.Count > 0)
            {
                Log.Overtaken(_logger, Name);
            }

            entries.ForEach(HandOver);
            mayBeTooLate = entries.Count >= _options.ReadCount;
        }
    }

    private TimeSpan BlockTime => _options.BlockTime < s_longestBlock ? _options.BlockTime : s_longestBlock;

    private void HandOver(StreamEntry entry)
    {
        _last = entry.Id;
        _memory.Add(entry.Id);

        if (_received.IsNew(entry.Uid, entry.Number))
        {
            Deliver(this, entry);
        }

        // Afterwards: whoever sees the position may count on the entry having been handed over.
        Volatile.Write(ref _lastPosition, Math.Max(entry.Id.Position, LastPosition));
    }

    // Redis may have come back without data, or with older data, and its clock may be behind: then ids begin lower than where we are, and nothing would ever be read.
    private async Task CheckAsync(IDatabase database)
    {
        var newest = await Bounded(StreamCommands.FindLastIdAsync(database, Name)).ConfigureAwait(false);

        if (!_begun.Task.IsCompleted)
        {
            _last = newest ?? default;
            Volatile.Write(ref _lastPosition, _last.Position);
            _begun.TrySetResult();
        }
        else if ((newest ?? default).CompareTo(_last) < 0)
        {
            _last = newest is null ? default : await FindKnownAsync(database).ConfigureAwait(false);
            Volatile.Write(ref _lastPosition, _last.Position);
            Log.StartsAnew(_logger, Name);
            Restart(this);
        }
    }

    // Entries that we have read are not read again: a replica that became the master may lack only the last.
    private async Task<StreamId> FindKnownAsync(IDatabase database)
    {
        var newest = await Bounded(database.ExecuteAsync("XREVRANGE", (RedisKey)Name, "+", "-", "COUNT", StreamMemory.Capacity)).ConfigureAwait(false);
        return StreamEntry.ReadAll(newest).Select(static entry => entry.Id).FirstOrDefault(_memory.Contains);
    }

    private async Task<bool> IsThereAsync(IDatabase database, StreamId id)
        => StreamEntry.ReadAll(await database.ExecuteAsync("XRANGE", (RedisKey)Name, id.ToString(), id.ToString()).ConfigureAwait(false)).Count > 0;

    // A connection that has fallen silent never fails by itself.
    private Task<T> Bounded<T>(Task<T> task)
    {
        _ = task.ContinueWith(static failed => _ = failed.Exception, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously);
        return task.WaitAsync(BlockTime + s_patience, _time, _stopping.Token);
    }

    private static async Task CloseAsync(IConnectionMultiplexer multiplexer)
    {
        try
        {
            await Task.Run(() => multiplexer.Close(allowCommandsToComplete: false)).ConfigureAwait(false);
            multiplexer.Dispose();
        }
        catch (Exception)
        {
            // It is gone either way.
        }
    }
}
