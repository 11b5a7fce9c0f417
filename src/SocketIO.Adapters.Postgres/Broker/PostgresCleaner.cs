using System.Collections.Concurrent;
using Npgsql;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Deletes rows that nobody needs any more. All servers do: any of them may be the only one.
/// </summary>
internal sealed class PostgresCleaner(PostgresDatabase database, PostgresTables tables, TimeSpan interval, TimeProvider time, Action<Exception> onError) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<PostgresStore, bool> _stores = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    public void Add(PostgresStore store) => _stores[store] = true;

    public void Remove(PostgresStore store) => _stores.TryRemove(store, out _);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    /// <summary>Deletes what is too old now.</summary>
    public Task CleanAsync(CancellationToken cancellationToken) => database.QueryAsync(CleanAsync, cancellationToken);

    private async Task<int> CleanAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, tables.DeleteAttachments, [interval], cancellationToken).ConfigureAwait(false);

        if (_stores.IsEmpty)
        {
            return 0;
        }

        var stores = _stores.Keys.ToArray();

        foreach (var store in stores)
        {
            await ExecuteAsync(connection, tables.RefreshPacket, [store.Channel], cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, tables.DeletePacketsBeyond, [store.Channel, store.MaxPackets], cancellationToken).ConfigureAwait(false);
        }

        await ExecuteAsync(connection, tables.DeletePackets, [stores.Max(static store => store.Retention)], cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, tables.DeleteSessions, [], cancellationToken).ConfigureAwait(false);
        return stores.Length;
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(interval, time);

        while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
        {
            try
            {
                await CleanAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
            {
                onError(exception);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, object[] parameters, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var ownership = command.ConfigureAwait(false);

        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter is TimeSpan ? new() { Value = parameter, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Interval } : new() { Value = parameter });
        }

        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
