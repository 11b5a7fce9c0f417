namespace SocketIO.Adapters.Postgres;

/// <summary>
/// How servers of a cluster use PostgreSQL. All servers of a cluster must have the same names.
/// </summary>
public sealed class PostgresAdapterOptions : ClusterAdapterOptions
{
    /// <summary>
    /// Gets or sets what the names of channels begin with: <c>prefix#namespace</c>.
    /// </summary>
    /// <value>The default is <c>socket.io</c>. Clusters that share a database need different ones.</value>
    public string ChannelPrefix { get; set; } = "socket.io";

    /// <summary>
    /// Gets or sets the table of messages that are too large for a notification, or hold binary data.
    /// </summary>
    /// <value>The default is <c>socket_io_attachments</c>. A schema may stand before it; names that need quotes must have them.</value>
    public string TableName { get; set; } = "socket_io_attachments";

    /// <summary>
    /// Gets or sets from how many bytes on a message goes through the table.
    /// </summary>
    /// <value>The default is 8,000 bytes. PostgreSQL takes less than that: larger values have no effect.</value>
    public int PayloadThreshold { get; set; } = 8000;

    /// <summary>
    /// Gets or sets how often rows that nobody needs any more are deleted, and for how long messages stay in the table.
    /// </summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan CleanupInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets a value indicating whether tables that do not exist are created.
    /// </summary>
    /// <value>The default is <see langword="true"/>. With <see langword="false"/> they must be there: the guide has the statements.</value>
    public bool CreateTables { get; set; } = true;

    /// <summary>
    /// Gets or sets the table of packets that are kept for clients that are away.
    /// </summary>
    /// <value>The default is <c>socket_io_packets</c>. Used only when the server has connection state recovery.</value>
    public string PacketsTableName { get; set; } = "socket_io_packets";

    /// <summary>
    /// Gets or sets the table of sessions that clients can come back to.
    /// </summary>
    /// <value>The default is <c>socket_io_sessions</c>. Used only when the server has connection state recovery.</value>
    public string SessionsTableName { get; set; } = "socket_io_sessions";

    /// <summary>
    /// Gets or sets how many bytes of messages wait for the database while it cannot be reached.
    /// </summary>
    /// <value>The default is 16,777,216 bytes (16 MiB). Messages that find no room are dropped and counted.</value>
    public long MaxQueuedBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Gets or sets what is told of errors, besides the log.
    /// </summary>
    /// <value>The default is <see langword="null"/>: only the log. Called on any thread; must not throw.</value>
    public Action<Exception>? OnError { get; set; }

    internal void Validate()
    {
        if (string.IsNullOrEmpty(ChannelPrefix))
        {
            throw new ArgumentException($"{nameof(ChannelPrefix)} must not be empty.");
        }

        ThrowIfNotTable(TableName, nameof(TableName));
        ThrowIfNotTable(PacketsTableName, nameof(PacketsTableName));
        ThrowIfNotTable(SessionsTableName, nameof(SessionsTableName));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(PayloadThreshold);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxQueuedBytes);
        ThrowIfNotPositive(CleanupInterval, nameof(CleanupInterval));
        ThrowIfNotPositive(RequestTimeout, nameof(RequestTimeout));
        ThrowIfNotPositive(HeartbeatInterval, nameof(HeartbeatInterval));

        if (HeartbeatTimeout <= HeartbeatInterval)
        {
            throw new ArgumentException($"{nameof(HeartbeatTimeout)} must be longer than {nameof(HeartbeatInterval)}.");
        }
    }

    internal static void ThrowIfNotTable(string name, string option)
    {
        if (!SqlName.IsTable(name))
        {
            throw new ArgumentException($"{option} is \"{name}\", which is no name of a table. Names that need quotes must have them: \"\\\"my table\\\"\".");
        }
    }

    private static void ThrowIfNotPositive(TimeSpan value, string option)
    {
        if (value <= TimeSpan.Zero)
        {
            throw new ArgumentException($"{option} must be longer than nothing.");
        }
    }
}
