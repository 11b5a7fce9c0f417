using Npgsql;
using NpgsqlTypes;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Many messages in one transaction and one round trip, in order.
/// </summary>
internal static class PublicationBatch
{
    /// <summary>Gets how many messages a transaction has at most.</summary>
    public const int MaxCount = 512;

    /// <summary>Gets how many bytes a transaction has at most, unless one message alone has more.</summary>
    public const int MaxBytes = 1024 * 1024;

    // Who loses the last notifications in a crash of the database has lost its connection too; rows that are kept must outlive it.
    private const string Hurry = "SELECT set_config('synchronous_commit', 'off', true)";

    /// <summary>Publishes all messages, or none.</summary>
    public static async Task ExecuteAsync(NpgsqlConnection connection, PostgresTables tables, IReadOnlyList<Publication> publications, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = PostgresDatabase.CommandSeconds };
        await using var ownership = batch.ConfigureAwait(false);
        AddStart(batch, publications);
        var first = 0;

        while (first < publications.Count)
        {
            var end = first;

            while (end < publications.Count && publications[end] is { Kept: null, Body: null })
            {
                end++;
            }

            batch.BatchCommands.Add(end == first ? Single(tables, publications[end++]) : Notify(publications.Skip(first).Take(end - first)));
            first = end;
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void AddStart(NpgsqlBatch batch, IReadOnlyList<Publication> publications)
    {
        // The order of ids must be the order in which transactions become visible, and notifications are sent: a reader that has seen one has seen all before it. A
        // sequence alone does not promise that: who has drawn a number may commit after somebody who has drawn a higher one. So the number is drawn under a lock of the
        // channel, which is released when the transaction is visible.
        var keys = publications.Where(static publication => publication.Kept is not null).Select(static publication => publication.Lane.Key).Distinct().Order().ToArray();

        batch.BatchCommands.Add(keys.Length == 0
            ? new NpgsqlBatchCommand(Hurry)
            : new NpgsqlBatchCommand(PostgresTables.Lock) { Parameters = { new() { Value = keys } } });
    }

    private static NpgsqlBatchCommand Notify(IEnumerable<Publication> publications)
    {
        var channels = new List<string>();
        var payloads = new List<string>();

        foreach (var publication in publications)
        {
            channels.Add(publication.Lane.Channel);
            payloads.Add($"{publication.Head},\"n\":{publication.Number}}}");
        }

        return new NpgsqlBatchCommand(PostgresTables.Notify) { Parameters = { new() { Value = channels }, new() { Value = payloads } } };
    }

    private static NpgsqlBatchCommand Single(PostgresTables tables, Publication publication)
    {
        if (publication.Kept is not { } kept)
        {
            return new NpgsqlBatchCommand(tables.InsertAttachment)
            {
                Parameters =
                {
                    new() { Value = publication.Body! },
                    new() { Value = publication.Lane.Channel },
                    new() { Value = publication.Head },
                    new() { Value = $"\",\"n\":{publication.Number}}}" },
                },
            };
        }

        var command = new NpgsqlBatchCommand(publication.Body is null ? tables.InsertPacket : tables.InsertPacketAndAttachment)
        {
            Parameters =
            {
                new() { Value = publication.Lane.Channel },
                new() { Value = kept.Uid },
                new() { Value = (object?)kept.Sequence ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = kept.Row },
                new() { Value = publication.Head },
            },
        };

        if (publication.Body is { } body)
        {
            command.Parameters.Add(new() { Value = body });
        }

        return command;
    }
}
