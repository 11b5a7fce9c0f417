using Npgsql;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// Creates the tables that are missing, whenever a connection is opened: the database behind it may be another one than before.
/// </summary>
internal sealed class TableCreation(PostgresTables tables, bool isWanted, Action<Exception> onError)
{
    private volatile bool _keepsPackets;

    /// <summary>Asks for the tables of recovery too, from now on.</summary>
    public void KeepPackets() => _keepsPackets = true;

    public async Task RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!isWanted)
        {
            return;
        }

        string[] statements = _keepsPackets ? [tables.CreateAttachments, tables.CreatePackets, tables.CreateSessions] : [tables.CreateAttachments];

        foreach (var statement in statements)
        {
            try
            {
                var command = new NpgsqlCommand(statement, connection);
                await using var ownership = command.ConfigureAwait(false);
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (!exception.IsTransient)
            {
                // Without the table some messages fail, and say so; the others need none.
                onError(exception);
            }
        }
    }
}
