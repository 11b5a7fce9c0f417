using System.Runtime.CompilerServices;
using Npgsql;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Reads rows, over connections of the pool.
/// </summary>
internal sealed partial class PostgresReader(PostgresDatabase database, PostgresTables tables, TableCreation creation)
{
    private const int PageSize = 200;

    /// <summary>Reads the rows that notifications have referred to.</summary>
    public async Task<PostgresRows> ReadAsync(long[] packets, long[] attachments, CancellationToken cancellationToken)
    {
        if (packets.Length == 0 && attachments.Length == 0)
        {
            return PostgresRows.None;
        }

        return await database.QueryAsync(
            async (connection, token) => new PostgresRows(
                await SelectAsync(connection, tables.SelectPackets, packets, token).ConfigureAwait(false),
                await SelectAsync(connection, tables.SelectAttachments, attachments, token).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what is kept of a channel, in order.</summary>
    public async IAsyncEnumerable<(long Position, byte[] Row)> ReadAfterAsync(string channel, long position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var after = position;
            var page = await database.QueryAsync((connection, token) => ReadPageAsync(connection, channel, after, token), cancellationToken).ConfigureAwait(false);

            foreach (var entry in page)
            {
                yield return entry;
                position = entry.Position;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }
        }
    }

    private async Task<List<(long Position, byte[] Row)>> ReadPageAsync(NpgsqlConnection connection, string channel, long position, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(tables.SelectPacketsAfter, connection) { CommandTimeout = PostgresDatabase.CommandSeconds };
        await using var ownership = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = channel });
        command.Parameters.Add(new() { Value = position });
        command.Parameters.Add(new() { Value = PageSize });
        var page = new List<(long Position, byte[] Row)>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownershipOfReader = reader.ConfigureAwait(false);

        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        }

        return page;
    }

    private static async Task<IReadOnlyDictionary<long, byte[]>> SelectAsync(NpgsqlConnection connection, string sql, long[] ids, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<long, byte[]>();

        if (ids.Length == 0)
        {
            return rows;
        }

        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = PostgresDatabase.CommandSeconds };
        await using var ownership = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = ids });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownershipOfReader = reader.ConfigureAwait(false);

        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!await reader.IsDBNullAsync(1, cancellationToken).ConfigureAwait(false))
            {
                rows[reader.GetInt64(0)] = reader.GetFieldValue<byte[]>(1);
            }
        }

        return rows;
    }
}
