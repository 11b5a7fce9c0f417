namespace SocketIO.Adapters;

/// <summary>
/// Says how long, and how much, a server remembers for clients whose connection was lost, so that they can go on where they were.
/// </summary>
/// <remarks>The three limits hold for each namespace. When one is reached, what is oldest is forgotten, and who needed it starts anew.</remarks>
public sealed class ConnectionStateRecoveryOptions
{
    /// <summary>
    /// Gets or sets how long a client may be away.
    /// </summary>
    /// <value>The default is 2 minutes, counted from when the server noticed that the client was gone.</value>
    public TimeSpan MaxDisconnectionDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Gets or sets a value indicating whether the middlewares of the namespace are skipped for a client whose state was restored.
    /// </summary>
    /// <value>The default is <see langword="true"/>. With <see langword="false"/> they run before the client gets what it has missed.</value>
    public bool SkipMiddlewares { get; set; } = true;

    /// <summary>
    /// Gets or sets how many packets are kept.
    /// </summary>
    /// <value>The default is 100,000.</value>
    public int MaxPackets { get; set; } = 100_000;

    /// <summary>
    /// Gets or sets how many bytes the packets that are kept may take.
    /// </summary>
    /// <value>The default is 67,108,864 bytes (64 MiB).</value>
    public long MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Gets or sets how many clients that are away are remembered.
    /// </summary>
    /// <value>The default is 100,000.</value>
    public int MaxSessions { get; set; } = 100_000;
}
