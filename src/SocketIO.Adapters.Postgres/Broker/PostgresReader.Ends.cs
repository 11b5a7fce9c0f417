using Npgsql;

namespace SocketIO.Adapters.Postgres;

/// <content>Where the packets of a channel begin and end.</content>
internal sealed partial class PostgresReader
{
    /// <summary>Reads the positions of the first and the last packet that is kept, and of the last place where some are not; zero if there is none.</summary>
    public Task<(long First, long Last, long Gap)> ReadEndsAsync(string channel, CancellationToken cancellationToken)
        => database.QueryAsync((connection, token) => ReadEndsAsync(connection, channel, token), cancellationToken);

    /// <summary>Finds the end of a channel, and makes one where there is none.</summary>
    /// <param name="lane">The channel.</param>
    /// <param name="known">The last position that this server has seen.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>The end; and whether it has nothing to do with what this server has seen.</returns>
    public Task<(long Position, bool IsAnew)> FindEndAsync(Lane lane, long known, CancellationToken cancellationToken)
        => database.QueryAsync((connection, token) => FindEndAsync(connection, lane, known, token), cancellationToken);

    private async Task<(long First, long Last, long Gap)> ReadEndsAsync(NpgsqlConnection connection, string channel, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(tables.SelectEnds, connection) { CommandTimeout = PostgresDatabase.CommandSeconds };
        await using var ownership = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = channel });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownershipOfReader = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private async Task<(long Position, bool IsAnew)> FindEndAsync(NpgsqlConnection connection, Lane lane, long known, CancellationToken cancellationToken)
    {
        await creation.RunAsync(connection, cancellationToken).ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ownershipOfTransaction = transaction.ConfigureAwait(false);
        await ExecuteAsync(connection, PostgresTables.Lock, [new[] { lane.Key }], cancellationToken).ConfigureAwait(false);
        var (_, last, _) = await ReadEndsAsync(connection, lane.Channel, cancellationToken).ConfigureAwait(false);

        if (last > 0 && last >= known)
        {
            return (last, IsAnew: false);
        }

        // The database is empty, or lacks packets that this server has seen: a copy that was not up to date. Nobody can go on from there, and positions must not be given
        // out twice.
        await ExecuteAsync(connection, tables.DeletePacketsOfChannel, [lane.Channel], cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, tables.RaiseSequence, [known], cancellationToken).ConfigureAwait(false);
        var mark = await ExecuteAsync(connection, tables.InsertMarker, [lane.Channel], cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return ((long)mark!, IsAnew: true);
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, object[] parameters, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = PostgresDatabase.CommandSeconds };
        await using var ownership = command.ConfigureAwait(false);

        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
