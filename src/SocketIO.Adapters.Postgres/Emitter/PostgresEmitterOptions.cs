using System.Text.Json;

namespace SocketIO.Adapters.Postgres;

/// <summary>
/// How an emitter uses PostgreSQL. The names must be those of the servers.
/// </summary>
public sealed class PostgresEmitterOptions
{
    /// <summary>
    /// Gets or sets what the names of channels begin with.
    /// </summary>
    /// <value>The default is <c>socket.io</c>.</value>
    public string ChannelPrefix { get; set; } = "socket.io";

    /// <summary>
    /// Gets or sets the table of messages that are too large for a notification, or hold binary data.
    /// </summary>
    /// <value>The default is <c>socket_io_attachments</c>. The servers create it.</value>
    public string TableName { get; set; } = "socket_io_attachments";

    /// <summary>
    /// Gets or sets from how many bytes on a message goes through the table.
    /// </summary>
    /// <value>The default is 8,000 bytes. PostgreSQL takes less than that: larger values have no effect.</value>
    public int PayloadThreshold { get; set; } = 8000;

    /// <summary>
    /// Gets or sets the table in which servers with connection state recovery keep packets.
    /// </summary>
    /// <value>The default is <c>socket_io_packets</c>. When the table is there, clients that are away get what the emitter sends when they come back.</value>
    public string PacketsTableName { get; set; } = "socket_io_packets";

    /// <summary>
    /// Gets or sets how arguments are turned into JSON.
    /// </summary>
    /// <value>The default is <see langword="null"/>: names in camel case, as servers have it.</value>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }

    internal PostgresAdapterOptions ToAdapterOptions()
    {
        var options = new PostgresAdapterOptions
        {
            ChannelPrefix = ChannelPrefix,
            TableName = TableName,
            PayloadThreshold = PayloadThreshold,
            PacketsTableName = PacketsTableName,
        };

        options.Validate();
        return options;
    }
}
