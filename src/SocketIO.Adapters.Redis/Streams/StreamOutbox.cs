using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// The way of messages into the streams: one after another, in the order of the calls, without waiting for answers. What Redis does not take waits.
/// </summary>
/// <remarks>
/// <para>
/// Once an attempt has failed nothing more is sent until all attempts are answered or given up. Then the first that has failed is sent alone until it is stored, and the
/// others follow: what failed is never overtaken by what comes later. A message whose answer was lost is sent twice; its number tells.
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
    private Queue<QueuedEntry> _waiting = new();
    private int _unanswered;
    private int _count;
    private long _bytes;
    private bool _isSending;
    private bool _isHalted;
    private bool _isClosed;
    private Exception? _reason;
    private Task _retrying = Task.CompletedTask;

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

    /// <summary>Sends a message, now or later. Never waits.</summary>
    /// <returns>A task that completes when it is stored.</returns>
    public ValueTask AddAsync(string stream, List<RedisValue> fields)
    {
        var size = Overhead + fields.Sum(static field => field.IsNull ? 0L : ((byte[])field!).Length);
        var entry = new QueuedEntry([(RedisKey)stream, "MAXLEN", "~", _options.MaxLength, "*", .. fields.Select(static field => (object)field)], size);
        bool mustSend;

        lock (_gate)
        {
            if (_isClosed || _count >= _options.MaxQueuedMessages || _bytes + size > _options.MaxQueuedBytes)
            {
                return ValueTask.FromException(_isClosed ? new RedisUnavailableException() : new QueueFullException());
            }

            _waiting.Enqueue(entry);
            _count++;
            _bytes += size;
            mustSend = TryBeginLocked();
        }

        if (mustSend)
        {
            Send();
        }

        return new(entry.Stored);
    }

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

    private void OnAnswer(QueuedEntry entry, int attempt, Task answer)
    {
        var isStored = answer.IsCompletedSuccessfully;
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
                entry.State = QueuedEntryState.Stored;
                ForgetLocked(entry);
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

    private void ForgetLocked(QueuedEntry entry)
    {
        _count--;
        _bytes -= entry.Size;
    }

    private void HaltLocked(Exception? reason)
    {
        Volatile.Write(ref _isHalted, true);
        _reason ??= reason;
    }
}
