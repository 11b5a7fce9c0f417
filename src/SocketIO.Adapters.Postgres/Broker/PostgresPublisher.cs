using Npgsql;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Gives messages to the database in the order of the calls, over one connection. What gathers while a transaction is under way goes in the next.
/// </summary>
/// <remarks>Thread-safe. While the database is away messages wait, as many as there is room for.</remarks>
internal sealed class PostgresPublisher : IAsyncDisposable
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Queue<Publication> _waiting = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly PostgresDatabase _database;
    private readonly PostgresTables _tables;
    private readonly TableCreation _creation;
    private readonly Action<Exception> _onError;
    private readonly Reconnection _reconnection;
    private readonly Availability _availability;
    private readonly long _maxBytes;
    private NpgsqlConnection? _connection;
    private Task _running = Task.CompletedTask;
    private long _bytes;
    private bool _isBusy;
    private bool _isClosed;

    public PostgresPublisher(PostgresDatabase database, PostgresTables tables, TableCreation creation, long maxBytes, TimeProvider time, Action<Exception> onError)
    {
        _database = database;
        _tables = tables;
        _creation = creation;
        _maxBytes = maxBytes;
        _onError = onError;
        _reconnection = new Reconnection(time);
        _availability = new Availability(time);

        // Until it is known better.
        _availability.Found();
    }

    /// <summary>Gets a value indicating whether the database takes messages.</summary>
    public bool IsWell => _availability.IsThere;

    /// <summary>Gets a value indicating whether nothing waits. For tests.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _bytes == 0;
            }
        }
    }

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Puts a message in the queue.</summary>
    /// <returns>A task that completes when the database has it.</returns>
    public Task Enqueue(Publication publication)
    {
        lock (_gate)
        {
            // Also for a message that finds no room: others see by the number that it is missing.
            publication.Number = publication.Kept is null ? publication.Lane.Next() : 0;

            if (_isClosed || _bytes + publication.Size > _maxBytes)
            {
                return Task.FromException(new IOException(_isClosed ? "The server is closing." : "The database does not take messages, and no more of them can wait."));
            }

            _bytes += publication.Size;
            _waiting.Enqueue(publication);

            if (!_isBusy)
            {
                _isBusy = true;
                _signal.Release();
            }
        }

        return publication.Done;
    }

    /// <summary>Publishes what waits, if the database is there, and takes nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;

            if (!_isBusy)
            {
                _isBusy = true;
                _signal.Release();
            }
        }

        _stopping.CancelAfter(s_farewell);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DropConnectionAsync().ConfigureAwait(false);
        _signal.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            var batch = await TakeAsync().ConfigureAwait(false);

            if (batch.Count == 0)
            {
                return;
            }

            await PublishAsync(batch).ConfigureAwait(false);
        }
    }

    private async Task<List<Publication>> TakeAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    return TakeLocked();
                }

                _isBusy = false;

                if (_isClosed)
                {
                    return [];
                }
            }

            await _signal.WaitAsync().ConfigureAwait(false);
        }
    }

    private List<Publication> TakeLocked()
    {
        var batch = new List<Publication>();
        var bytes = 0;

        while (batch.Count < PublicationBatch.MaxCount && _waiting.TryPeek(out var next) && (bytes == 0 || bytes + next.Size <= PublicationBatch.MaxBytes))
        {
            batch.Add(_waiting.Dequeue());
            bytes += next.Size;
        }

        return batch;
    }

    private async Task PublishAsync(List<Publication> batch)
    {
        while (batch.Count > 0)
        {
            try
            {
                await ConnectAsync().ConfigureAwait(false);
                await PublicationBatch.ExecuteAsync(_connection!, _tables, batch, _stopping.Token).ConfigureAwait(false);
                _reconnection.Succeeded();
                _availability.Found();
                batch.ForEach(publication => Settle(publication, failure: null));
                return;
            }
            catch (Exception exception) when (_stopping.IsCancellationRequested)
            {
                batch.ForEach(publication => Settle(publication, exception));
                return;
            }
            catch (Exception exception)
            {
                batch = await RecoverAsync(batch, exception).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Decides what becomes of messages that could not be published.</summary>
    /// <returns>Those to try again.</returns>
    private async Task<List<Publication>> RecoverAsync(List<Publication> batch, Exception exception)
    {
        _onError(exception);

        if (!IsConnectionAtFault(exception))
        {
            // The database does not want one of them; the others need not suffer for it.
            if (batch.Count > 1)
            {
                foreach (var publication in batch)
                {
                    await PublishAsync([publication]).ConfigureAwait(false);
                }
            }
            else
            {
                Settle(batch[0], exception);
            }

            return [];
        }

        _availability.Lost();
        var wasSent = _connection is not null && exception is not PostgresException;
        await DropConnectionAsync().ConfigureAwait(false);

        // The database may or may not have taken them before the connection broke. What is kept is recognized when it comes again; the rest is not sent twice.
        if (wasSent)
        {
            foreach (var publication in batch.Where(static publication => publication.Kept is null))
            {
                Settle(publication, exception);
            }

            batch = batch.FindAll(static publication => publication.Kept is not null);
        }

        await _reconnection.WaitAsync(exception, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return batch;
    }

    // A statement that was refused says nothing about the connection. One that was refused because the server shuts down, or has become a replica, does.
    private static bool IsConnectionAtFault(Exception exception)
        => exception is PostgresException refused ? refused.IsTransient || refused.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction : exception is not ArgumentException;

    private async Task ConnectAsync()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open })
        {
            return;
        }

        await DropConnectionAsync().ConfigureAwait(false);
        var connection = await _database.OpenDedicatedAsync(_reconnection.Seconds, _stopping.Token).ConfigureAwait(false);

        try
        {
            await _creation.RunAsync(connection, _stopping.Token).ConfigureAwait(false);
            await LimitAsync(connection).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        _connection = connection;
    }

    // A server that vanishes in the middle of a transaction holds locks until the database notices.
    private async Task LimitAsync(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand("SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3", connection);
        await using var ownership = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(_stopping.Token).ConfigureAwait(false);
    }

    private async Task DropConnectionAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Settle(Publication publication, Exception? failure)
    {
        lock (_gate)
        {
            _bytes -= publication.Size;
        }

        if (failure is null)
        {
            publication.Complete();
        }
        else
        {
            publication.Fail(failure);
        }
    }
}
