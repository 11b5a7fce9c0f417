using Npgsql;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// The ways to the database: connections of the pool for what happens now and then, and others that stay.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    // An idle connection is asked for a sign of life after this long, and given up after the same time again: noticed well within 10 seconds.
    private const int KeepAliveSeconds = 3;

    private readonly NpgsqlDataSource _source;
    private readonly bool _ownsSource;

    public PostgresDatabase(NpgsqlDataSource source, bool ownsSource)
    {
        _source = source;
        _ownsSource = ownsSource;
    }

    /// <summary>Gets the longest time, in seconds, that any statement may take, waiting for locks included.</summary>
    public const int CommandSeconds = 5;

    /// <summary>Does something that may be done twice, over a connection of the pool.</summary>
    public async Task<T> QueryAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        try
        {
            return await AttemptAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception) when (exception.IsTransient)
        {
            // Connections that lay in the pool while the database was restarted are found to be dead only when they are used: all of them are forgotten then.
            return await AttemptAsync(query, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a connection that is not in the pool, and that notices when the other end does not answer.</summary>
    /// <param name="seconds">How long it may take. It is not more than the application allows.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    public async Task<NpgsqlConnection> OpenDedicatedAsync(int seconds, CancellationToken cancellationToken)
    {
        var template = _source.CreateConnection();
        await using var ownership = template.ConfigureAwait(false);

        var settings = new NpgsqlConnectionStringBuilder(template.ConnectionString)
        {
            Pooling = false,
            Enlist = false,
            Multiplexing = false,
            KeepAlive = KeepAliveSeconds,
            CommandTimeout = CommandSeconds,
            CancellationTimeout = 1000,
        };

        settings.Timeout = settings.Timeout == 0 ? seconds : Math.Min(seconds, settings.Timeout);
        var connection = await template.CloneWithAsync(settings.ConnectionString, cancellationToken).ConfigureAwait(false);

        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _ownsSource ? _source.DisposeAsync() : default;

    private async Task<T> AttemptAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var ownership = connection.ConfigureAwait(false);
        return await query(connection, cancellationToken).ConfigureAwait(false);
    }
}
