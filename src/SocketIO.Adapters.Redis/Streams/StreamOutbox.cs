using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// The way of messages into the streams, and of sessions beside them: one after another, in the order of the calls, without waiting for answers. What Redis does not take waits.
/// </summary>
/// <remarks>
/// <para>
/// Once an attempt has failed nothing more is sent until all attempts are answered or given up. Then the first that has failed is sent alone until it is stored, and the
/// others follow: what failed is never overtaken by what comes later. What was sent and not answered is looked for in the stream before; should it get there later, and so twice, its
/// number tells.
/// </para>
/// <para>Thread-safe. <c>_gate</c> guards the fields below it; nothing is called under it.</para>
/// </remarks>
internal sealed partial class StreamOutbox : IAsyncDisposable
{
    // More would not be faster, and would all have to be sent again.
    private const int MaxUnanswered = 1000;

    // Keys, ids and pointers, roughly: what a small message takes.
    private const int Overhead = 200;

    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private readonly RedisConnection _connection;
    private readonly RedisStreamsAdapterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();

    private readonly Lock _gate = new();
    private readonly Queue<QueuedEntry> _sent = new();
    private readonly Dictionary<string, StreamId> _answered = new(StringComparer.Ordinal);
    private Queue<QueuedEntry> _waiting = new();
    private int _unanswered;
    private int _count;
    private long _bytes;
    private bool _isSending;
    private bool _isHalted;
    private bool _isClosed;
    private Exception? _reason;
    private Task _retrying = Task.CompletedTask;
    private long _number;

    public StreamOutbox(RedisConnection connection, RedisStreamsAdapterOptions options, TimeProvider time, ILogger<StreamOutbox> logger)
    {
        _connection = connection;
        _options = options;
        _time = time;
        _logger = logger;
        connection.Lost += OnLost;
    }

    /// <summary>Gets a value indicating whether what is added is sent at once.</summary>
    public bool IsAvailable => _connection.Current is not null && !Volatile.Read(ref _isHalted);

    /// <summary>Gets or sets the name under which this server sends messages.</summary>
    public string Uid { get; set; } = string.Empty;

    /// <summary>Gets how many messages have not been stored.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Appends a message, now or later. Never waits.</summary>
    /// <returns>A task that completes when it is stored.</returns>
    public ValueTask AppendAsync(string stream, List<RedisValue> fields)
    {
        var number = Interlocked.Increment(ref _number);
        fields.Add(StreamEntry.NumberField);
        fields.Add(number);
        var size = Overhead + fields.Sum(static field => (long)((byte[]?)field)!.Length);
        object[] arguments = [(RedisKey)stream, "MAXLEN", "~", _options.MaxLength, "*", .. fields.Select(static field => (object)field)];
        return AddAsync(new QueuedEntry("XADD", arguments, size) { Stream = stream, Number = number });
    }

    /// <summary>Keeps a value for a time, now or later. Never waits.</summary>
    /// <returns>A task that completes when it is stored.</returns>
    public ValueTask SetAsync(string key, byte[] value, TimeSpan lifetime)
        => AddAsync(new QueuedEntry("SET", [(RedisKey)key, (RedisValue)value, "PX", (long)lifetime.TotalMilliseconds], Overhead + value.Length));

    public async ValueTask DisposeAsync()
    {
        _connection.Lost -= OnLost;
        Task[] last;

        lock (_gate)
        {
            _isClosed = true;
            last = _isHalted ? [] : [.. _sent.Select(static entry => entry.Stored), .. _waiting.Select(static entry => entry.Stored)];
        }

        // What was sent last is to be on its way, if there is one.
        await Task.WhenAny(Task.WhenAll(last), Task.Delay(s_patience, _time)).ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Volatile.Read(ref _retrying).ConfigureAwait(false);
        QueuedEntry[] lost;

        lock (_gate)
        {
            lost = [.. _sent, .. _waiting];
        }

        foreach (var entry in lost)
        {
            entry.SetLost();
        }

        _stopping.Dispose();
    }

    private ValueTask AddAsync(QueuedEntry entry)
    {
        bool mustSend;

        lock (_gate)
        {
            if (_isClosed || _count >= _options.MaxQueuedMessages || _bytes + entry.Size > _options.MaxQueuedBytes)
            {
                return ValueTask.FromException(_isClosed ? new RedisUnavailableException() : new QueueFullException());
            }

            _waiting.Enqueue(entry);
            _count++;
            _bytes += entry.Size;
            mustSend = TryBeginLocked();
        }

        if (mustSend)
        {
            Send();
        }

        return new(entry.Stored);
    }

    private bool TryBeginLocked() => !_isSending && !_isHalted && _waiting.Count > 0 && _unanswered < MaxUnanswered && (_isSending = true);

    // One thread at a time, whichever is there first.
    private void Send()
    {
        while (true)
        {
            QueuedEntry entry;
            int attempt;

            lock (_gate)
            {
                if (_isHalted || _waiting.Count == 0 || _unanswered >= MaxUnanswered)
                {
                    _isSending = false;
                    RetryIfQuietLocked();
                    return;
                }

                entry = _waiting.Dequeue();
                entry.State = QueuedEntryState.Sent;
                attempt = ++entry.Attempt;
                _sent.Enqueue(entry);
                _unanswered++;
            }

            var sending = entry.SendAsync(_connection.Current);

            if (sending.IsCompleted)
            {
                OnAnswer(entry, attempt, sending);
            }
            else
            {
                _ = sending.ContinueWith(
                    answered => OnAnswer(entry, attempt, answered), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private void OnAnswer(QueuedEntry entry, int attempt, Task<RedisResult> answer)
    {
        var isStored = answer.IsCompletedSuccessfully;
        var id = isStored && entry.Stream is not null && StreamId.TryParse((string?)answer.Result, out var parsed) ? parsed : default;
        var reason = answer.Exception?.InnerException;
        bool mustSend;

        lock (_gate)
        {
            if (entry.Attempt != attempt || entry.State is not QueuedEntryState.Sent)
            {
                return;
            }

            _unanswered--;

            if (isStored)
            {
                NoteStoredLocked(entry, id);
            }
            else
            {
                entry.State = QueuedEntryState.Failed;
                HaltLocked(reason);
            }

            while (_sent.TryPeek(out var first) && first.State is QueuedEntryState.Stored)
            {
                _sent.Dequeue();
            }

            RetryIfQuietLocked();
            mustSend = TryBeginLocked();
        }

        if (isStored)
        {
            entry.SetStored();
        }

        if (mustSend)
        {
            Send();
        }
    }

    // Nobody knows what became of what was not answered.
    private void OnLost()
    {
        lock (_gate)
        {
            foreach (var entry in _sent)
            {
                if (entry.State is QueuedEntryState.Sent)
                {
                    entry.State = QueuedEntryState.Failed;
                    _unanswered--;
                    HaltLocked(reason: null);
                }
            }

            RetryIfQuietLocked();
        }
    }

    private void NoteStoredLocked(QueuedEntry entry, StreamId id)
    {
        entry.State = QueuedEntryState.Stored;

        if (entry.Stream is not null && id != default)
        {
            _answered[entry.Stream] = id;
        }

        _count--;
        _bytes -= entry.Size;
    }

    private void HaltLocked(Exception? reason)
    {
        Volatile.Write(ref _isHalted, true);
        _reason ??= reason;
    }
}
