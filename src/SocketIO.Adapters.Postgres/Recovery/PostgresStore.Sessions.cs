using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace SocketIO.Adapters.Postgres;

/// <content>Sessions.</content>
internal sealed partial class PostgresStore
{
    // The connection of a client often breaks together with that of the database, which is back soon.
    private const int Attempts = 5;

    // What stands in the table instead of the secret.
    private const string Hidden = "-";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public override async Task PersistAsync(ClusterSession session, TimeSpan lifetime)
    {
        // At once: what the application has attached to the socket may change.
        var row = Write(session);

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _broker.Database.QueryAsync((connection, _) => InsertAsync(connection, KeyOf(session.Session.Pid), row, lifetime), CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (NpgsqlException exception) when (exception.IsTransient && attempt < Attempts && !_broker.IsClosing)
            {
                await Task.Delay(s_pause, _sockets.Time).ConfigureAwait(false);
            }
        }
    }

    public override Task<ClusterSession?> TakeAsync(string pid, CancellationToken cancellationToken)
        => _broker.Database.QueryAsync((connection, token) => TakeAsync(connection, pid, token), cancellationToken);

    private async Task<ClusterSession?> TakeAsync(NpgsqlConnection connection, string pid, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(_broker.Tables.TakeSession, connection) { CommandTimeout = PostgresDatabase.CommandSeconds };
        await using var ownership = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = KeyOf(pid) });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ownershipOfReader = reader.ConfigureAwait(false);

        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && reader.GetBoolean(1)
            ? Read(reader.GetFieldValue<byte[]>(0), pid)
            : null;
    }

    private async Task<bool> InsertAsync(NpgsqlConnection connection, string key, byte[] row, TimeSpan lifetime)
    {
        var command = new NpgsqlCommand(_broker.Tables.UpsertSession, connection) { CommandTimeout = PostgresDatabase.CommandSeconds };
        await using var ownership = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = lifetime, NpgsqlDbType = NpgsqlDbType.Interval });
        command.Parameters.Add(new() { Value = row });
        return await command.ExecuteNonQueryAsync().ConfigureAwait(false) > 0;
    }

    private byte[] Write(ClusterSession session) => PostgresCodec.ToRow(ClusterSessionCodec.Write(WithPid(session, Hidden), this, _sockets.Serializer));

    private ClusterSession? Read(byte[] row, string pid)
        => PostgresCodec.TryToText(row, out var text) && ClusterSessionCodec.TryRead(text, this, out var session) ? WithPid(session!, pid) : null;

    private static ClusterSession WithPid(ClusterSession session, string pid) => new()
    {
        Session = new RecoverableSession { Sid = session.Session.Sid, Pid = pid, Rooms = session.Session.Rooms, Data = session.Session.Data },
        First = session.First,
        Last = session.Last,
        Lost = session.Lost,
        RoomsSince = session.RoomsSince,
    };

    // Who can read the table must not be able to take over sessions: the secret itself is not in it.
    private string KeyOf(string pid) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Channel}\n{pid}")));
}
