using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Listens to the channels of all namespaces over one connection, and opens another when it is lost.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class PostgresListener : IAsyncDisposable
{
    // Notifications that are not dealt with wait here; when there are more, the database keeps them.
    private const int Capacity = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PostgresAdapter> _adapters = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly PostgresDatabase _database;
    private readonly TableCreation _creation;
    private readonly PostgresReader _reader;
    private readonly PostgresPublisher _publisher;
    private readonly Lane _control;
    private readonly ClusterMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Action<Exception> _onError;
    private readonly Reconnection _reconnection;
    private Task _running = Task.CompletedTask;
    private bool _isLost;

    public PostgresListener(
        PostgresDatabase database,
        TableCreation creation,
        PostgresReader reader,
        PostgresPublisher publisher,
        string prefix,
        ClusterMetrics metrics,
        TimeProvider time,
        ILogger logger,
        Action<Exception> onError)
    {
        _database = database;
        _creation = creation;
        _reader = reader;
        _publisher = publisher;
        _metrics = metrics;
        _logger = logger;
        _onError = onError;
        _reconnection = new Reconnection(time);

        // No namespace has this channel, because their names begin with a slash.
        _control = new Lane(ChannelName.Of(prefix, "!" + Guid.NewGuid().ToString("N")));
    }

    public void Start() => _running = Task.Run(RunAsync);

    public void Add(PostgresAdapter adapter)
    {
        lock (_gate)
        {
            _adapters[adapter.Channel] = adapter;
        }

        Wake();
    }

    public void Remove(PostgresAdapter adapter)
    {
        lock (_gate)
        {
            if (_adapters.TryGetValue(adapter.Channel, out var current) && ReferenceEquals(current, adapter))
            {
                _adapters.Remove(adapter.Channel);
            }
        }

        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    // A connection that waits for notifications can do nothing else, and to interrupt it may break it. So it is sent one.
    private void Wake() => _ = _publisher.Enqueue(new Publication(_control, "{\"wake\":true", body: null));

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await ListenAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                NoteLost(exception);
                await _reconnection.WaitAsync(exception, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync()
    {
        var connection = await _database.OpenDedicatedAsync(_reconnection.Seconds, _stopping.Token).ConfigureAwait(false);
        await using var ownership = connection.ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var items = Channel.CreateBounded<ListenItem>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        var arrived = new List<ListenItem>();

        // Mostly called while this waits, but also when the connection shows a sign of life on another thread.
        connection.Notification += (_, notification) =>
        {
            lock (arrived)
            {
                arrived.Add(new ListenItem(notification.Channel, notification.Payload, null, null));
            }
        };

        await _creation.RunAsync(connection, over.Token).ConfigureAwait(false);
        var dispatching = DispatchAsync(items.Reader, over);

        try
        {
            await WaitAsync(connection, items.Writer, arrived, dispatching, over).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            items.Writer.TryComplete();
            await dispatching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ForEach(static adapter => adapter.OnLost());
        }
    }

    private async Task WaitAsync(NpgsqlConnection connection, ChannelWriter<ListenItem> items, List<ListenItem> arrived, Task dispatching, CancellationTokenSource over)
    {
        var listening = new Dictionary<string, PostgresAdapter>(StringComparer.Ordinal);
        await ExecuteAsync(connection, $"LISTEN {SqlName.Quote(_control.Channel)}", over.Token).ConfigureAwait(false);

        try
        {
            while (true)
            {
                await UpdateAsync(connection, items, listening, over.Token).ConfigureAwait(false);
                await connection.WaitAsync(over.Token).ConfigureAwait(false);
                ListenItem[] taken;

                lock (arrived)
                {
                    taken = [.. arrived];
                    arrived.Clear();
                }

                foreach (var item in taken)
                {
                    await items.WriteAsync(item, over.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (dispatching.IsFaulted)
        {
            await dispatching.ConfigureAwait(false);
        }
    }

    private async Task UpdateAsync(NpgsqlConnection connection, ChannelWriter<ListenItem> items, Dictionary<string, PostgresAdapter> listening, CancellationToken cancellationToken)
    {
        var started = new List<PostgresAdapter>();
        var statements = new List<string>();

        lock (_gate)
        {
            foreach (var channel in listening.Keys.Where(channel => !_adapters.ContainsKey(channel)).ToArray())
            {
                listening.Remove(channel);
                statements.Add($"UNLISTEN {SqlName.Quote(channel)}");
            }

            foreach (var (channel, adapter) in _adapters)
            {
                if (!listening.TryGetValue(channel, out var known) || !ReferenceEquals(known, adapter))
                {
                    listening[channel] = adapter;
                    started.Add(adapter);
                    statements.Add($"LISTEN {SqlName.Quote(channel)}");
                }
            }
        }

        if (statements.Count == 0)
        {
            return;
        }

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await items.WriteAsync(new ListenItem(string.Empty, string.Empty, started, done.Task), cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, string.Join("; ", statements), cancellationToken).ConfigureAwait(false);
        done.SetResult();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var ownership = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private void ForEach(Action<PostgresAdapter> action)
    {
        PostgresAdapter[] all;

        lock (_gate)
        {
            all = [.. _adapters.Values];
        }

        Array.ForEach(all, action);
    }

    private void NoteLost(Exception exception)
    {
        _onError(exception);

        if (!_isLost)
        {
            _isLost = true;
            _metrics.BrokerLost();
            Log.Lost(_logger, exception);
        }
    }

    private void NoteListening()
    {
        _reconnection.Succeeded();

        if (_isLost)
        {
            _isLost = false;
            Log.Back(_logger);
        }
    }
}
