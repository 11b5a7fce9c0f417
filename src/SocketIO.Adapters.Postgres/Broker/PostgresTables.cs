namespace SocketIO.Adapters.Postgres;

/// <summary>
/// The tables, and all statements about them.
/// </summary>
internal sealed class PostgresTables
{
    // Any number that nobody else locks: tables are created by one server after another.
    private const long CreationKey = 0x536f_636b_6574_494f;

    private readonly string _attachments;
    private readonly string _packets;
    private readonly string _sessions;

    public PostgresTables(PostgresAdapterOptions options)
    {
        _attachments = options.TableName;
        _packets = options.PacketsTableName;
        _sessions = options.SessionsTableName;

        InsertAttachment = $"WITH a AS (INSERT INTO {_attachments} (payload) VALUES ($1) RETURNING id) SELECT pg_notify($2, $3 || ',\"attachmentId\":\"' || a.id || $4) FROM a";
        InsertPacket = $"WITH {NewPacket} SELECT pg_notify($1, $5 || ',\"position\":' || p.id || '}}') FROM p";

        InsertPacketAndAttachment = $"WITH {NewPacket}, a AS (INSERT INTO {_attachments} (payload) SELECT $6 FROM p RETURNING id) "
            + "SELECT pg_notify($1, $5 || ',\"attachmentId\":\"' || a.id || '\",\"position\":' || p.id || '}') FROM p, a";

        SelectAttachments = $"SELECT id, payload FROM {_attachments} WHERE id = ANY($1)";
        SelectPackets = $"SELECT id, payload FROM {_packets} WHERE id = ANY($1)";
        SelectPacketsAfter = $"SELECT id, payload FROM {_packets} WHERE channel = $1 AND id > $2 ORDER BY id LIMIT $3";
        SelectEnds = $"SELECT coalesce(min(id), 0), coalesce(max(id), 0), (SELECT coalesce(max(id), 0) FROM {_packets} WHERE channel = $1 AND uid = '{KeptPacket.Gap}') FROM {_packets} WHERE channel = $1";
        DeletePacketsOfChannel = $"DELETE FROM {_packets} WHERE channel = $1";
        InsertMarker = $"INSERT INTO {_packets} (channel, payload) VALUES ($1, '') RETURNING id";
        RaiseSequence = $"SELECT setval(s, greatest(nextval(s), $1)) FROM pg_get_serial_sequence({Literal(_packets)}, 'id') AS s";
        UpsertSession = $"INSERT INTO {_sessions} (pid, expires_at, payload) VALUES ($1, now() + $2, $3) ON CONFLICT (pid) DO UPDATE SET expires_at = excluded.expires_at, payload = excluded.payload";
        TakeSession = $"DELETE FROM {_sessions} WHERE pid = $1 RETURNING payload, expires_at > now()";
        PacketsExist = $"SELECT to_regclass({Literal(_packets)}) IS NOT NULL";

        CreateAttachments = CreateUnlessThere(_attachments, $"CREATE TABLE {_attachments} (id bigserial UNIQUE, created_at timestamptz DEFAULT now(), payload bytea);");

        CreatePackets = CreateUnlessThere(_packets, $"""
            CREATE TABLE {_packets} (id bigserial PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), channel text NOT NULL, uid text, seq bigint, payload bytea NOT NULL, UNIQUE (channel, uid, seq));
            CREATE INDEX ON {_packets} (channel, id);
            """);

        CreateSessions = CreateUnlessThere(_sessions, $"CREATE TABLE {_sessions} (pid text PRIMARY KEY, expires_at timestamptz NOT NULL, payload bytea NOT NULL);");
        DeleteAttachments = $"DELETE FROM {_attachments} WHERE created_at < now() - $1";
        DeleteSessions = $"DELETE FROM {_sessions} WHERE expires_at < now()";

        // The newest of those that are too old stays, and tells that nothing after it is missing.
        DeletePackets = $"""
            DELETE FROM {_packets} AS p USING (SELECT channel, max(id) AS id FROM {_packets} WHERE created_at < now() - $1 GROUP BY channel) AS old
            WHERE (p.channel = old.channel AND p.id < old.id) OR p.created_at < now() - $1 - interval '1 day'
            """;

        // In a namespace where nothing happens the newest row must not grow old.
        RefreshPacket = $"UPDATE {_packets} SET created_at = now() WHERE id = (SELECT max(id) FROM {_packets} WHERE channel = $1) AND created_at < now() - interval '1 hour'";
        DeletePacketsBeyond = $"DELETE FROM {_packets} WHERE channel = $1 AND id < (SELECT id FROM {_packets} WHERE channel = $1 ORDER BY id DESC OFFSET $2 LIMIT 1)";
    }

    /// <summary>Takes locks, in the order of their numbers, so that no two transactions wait for each other.</summary>
    public static string Lock => "SELECT count(pg_advisory_xact_lock(k)) FROM unnest($1) AS k";

    /// <summary>Notifies of many messages in order.</summary>
    public static string Notify => "SELECT count(pg_notify(c, p)) FROM unnest($1, $2) AS t(c, p)";

    public string InsertAttachment { get; }

    public string InsertPacket { get; }

    public string InsertPacketAndAttachment { get; }

    public string SelectAttachments { get; }

    public string SelectPackets { get; }

    public string SelectPacketsAfter { get; }

    public string SelectEnds { get; }

    public string DeletePacketsOfChannel { get; }

    public string InsertMarker { get; }

    public string RaiseSequence { get; }

    public string UpsertSession { get; }

    public string TakeSession { get; }

    public string PacketsExist { get; }

    public string CreateAttachments { get; }

    public string CreatePackets { get; }

    public string CreateSessions { get; }

    public string DeleteAttachments { get; }

    public string DeleteSessions { get; }

    public string DeletePackets { get; }

    public string RefreshPacket { get; }

    public string DeletePacketsBeyond { get; }

    // Two servers that create a table at once would fail in spite of IF NOT EXISTS, which also needs a right that is not needed when it is there.
    private static string CreateUnlessThere(string table, string create)
        => $"""
            DO $do$ BEGIN
              PERFORM pg_advisory_xact_lock({CreationKey});
              IF to_regclass({Literal(table)}) IS NULL THEN
                {create}
              END IF;
            END $do$
            """;

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    // A packet that was sent before, and whose fate was not known, is not kept and not notified of again.
    private string NewPacket
        => $"p AS (INSERT INTO {_packets} (channel, uid, seq, payload) VALUES ($1, $2, $3, $4) ON CONFLICT (channel, uid, seq) DO NOTHING RETURNING id)";
}
