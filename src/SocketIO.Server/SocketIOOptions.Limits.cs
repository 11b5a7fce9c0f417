namespace SocketIO.Server;

/// <content>The limits that keep one client from using up the server.</content>
public sealed partial class SocketIOOptions
{
    /// <summary>
    /// Gets or sets how many binary attachments one packet may have.
    /// </summary>
    /// <value>The default is 10. A client that sends more is closed.</value>
    public int MaxAttachments { get; set; } = 10;

    /// <summary>
    /// Gets or sets the largest size in bytes of one packet, its text and all its attachments together.
    /// </summary>
    /// <value>The default is 10,000,000 bytes. A client that sends more is closed.</value>
    /// <remarks>Each attachment is a message of its own and bounded by <see cref="Engine.EngineOptions.MaxHttpBufferSize"/> too.</remarks>
    public int MaxPacketBytes { get; set; } = 10_000_000;

    /// <summary>
    /// Gets or sets how long the attachments of a packet may be awaited.
    /// </summary>
    /// <value>The default is 30 seconds. A client that takes longer is closed.</value>
    public TimeSpan PacketCompletionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how deep arrays and objects may be nested in what a client sends.
    /// </summary>
    /// <value>The default is 64, that of <see cref="System.Text.Json"/>. A client that exceeds it is closed.</value>
    public int MaxJsonDepth { get; set; } = 64;

    /// <summary>
    /// Gets or sets how many namespaces one connection may join.
    /// </summary>
    /// <value>The default is 64. Further ones are refused.</value>
    public int MaxNamespacesPerClient { get; set; } = 64;

    /// <summary>
    /// Gets or sets the largest length, in characters, of a namespace that a client may ask for.
    /// </summary>
    /// <value>The default is 512. A client that exceeds it is closed.</value>
    public int MaxNamespaceLength { get; set; } = 512;

    /// <summary>
    /// Gets or sets how often the requests of one connection to join a namespace may be refused.
    /// </summary>
    /// <value>The default is 32. The next refusal closes the connection.</value>
    public int MaxFailedConnectsPerClient { get; set; } = 32;

    /// <summary>
    /// Gets or sets the largest size in bytes of the JSON that a client sends along when it joins a namespace.
    /// </summary>
    /// <value>The default is 16,384 bytes. A client that exceeds it is closed.</value>
    public int MaxAuthBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// Gets or sets how many namespaces may exist that clients' requests have created.
    /// </summary>
    /// <value>The default is 10,000. Above it, empty ones are forgotten; when there are none, further ones are refused.</value>
    public int MaxDynamicNamespaces { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets how many acknowledgements may be awaited from one socket.
    /// </summary>
    /// <value>The default is 10,000. Above it, <c>EmitWithAckAsync</c> throws.</value>
    public int PendingAcksPerSocket { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets how many events of one socket may wait for their handlers.
    /// </summary>
    /// <value>The default is 256. When as many wait, the connection is not read further until one of them has been handled.</value>
    public int InboundQueueEvents { get; set; } = 256;

    /// <summary>
    /// Gets or sets how many bytes of events of one socket may wait for their handlers.
    /// </summary>
    /// <value>The default is 1 MiB. When as many wait, the connection is not read further until some have been handled.</value>
    public int InboundQueueBytes { get; set; } = 1024 * 1024;
}
