namespace SocketIO.Engine;

/// <content>The limits that keep one client, or all of them, from using up the server.</content>
public partial class EngineOptions
{
    /// <summary>
    /// Gets or sets how many frames one WebSocket message may be split into.
    /// </summary>
    /// <value>The default is 1,024. A client that exceeds it is closed.</value>
    public int MaxFragmentsPerMessage { get; set; } = 1024;

    /// <summary>
    /// Gets or sets how long a WebSocket message may take from its first byte to its last.
    /// </summary>
    /// <value>The default is 30 seconds. A client that exceeds it is closed.</value>
    public TimeSpan MessageCompletionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how many packets per second a client may send that carry no message: pings, pongs nobody asked for and the like.
    /// </summary>
    /// <value>The default is 100 packets per second. A client that exceeds it for longer than <see cref="ControlPacketBurst"/> lasts is closed.</value>
    public int ControlPacketRate { get; set; } = 100;

    /// <summary>
    /// Gets or sets how many packets without a message a client may send at once before <see cref="ControlPacketRate"/> is enforced.
    /// </summary>
    /// <value>The default is 500 packets.</value>
    public int ControlPacketBurst { get; set; } = 500;

    /// <summary>
    /// Gets or sets how many bytes may wait to be sent to one client.
    /// </summary>
    /// <value>The default is 4 MiB. Volatile packets are dropped first; a client that still exceeds it is closed.</value>
    public int SendQueueBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Gets or sets how many bytes may wait to be sent to all clients of this server together.
    /// </summary>
    /// <value>The default is 256 MiB. Above it, the clients with the largest queues are closed.</value>
    public long SendQueueBytesTotal { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// Gets or sets how long a client's connection may accept no byte at all while something waits to be sent.
    /// </summary>
    /// <value>The default is 10 seconds. The session then ends with a transport error.</value>
    public TimeSpan WriteDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets how many sessions may be open that have not yet joined a namespace.
    /// </summary>
    /// <value>The default is 10,000. Above it, handshakes are answered with status 503 and <c>Retry-After</c>.</value>
    public int MaxUnjoinedSessions { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets how many sessions of one remote address may be open that have not yet joined a namespace.
    /// </summary>
    /// <value>The default is 200. Above it, handshakes of that address are answered with status 503 and <c>Retry-After</c>.</value>
    /// <remarks>
    /// Behind a proxy every client has the proxy's address unless the forwarded headers middleware restores the real one.
    /// </remarks>
    public int MaxUnjoinedSessionsPerAddress { get; set; } = 200;

    /// <summary>
    /// Gets or sets how many bytes of waiting packets one polling response may carry.
    /// </summary>
    /// <value>The default is 1 MiB. The rest goes out with the next poll; a single larger packet is sent alone.</value>
    public int MaxPollingResponseBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Gets or sets how long a session that the server closes waits for the poll that carries the news to the client.
    /// </summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan PollingCloseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
