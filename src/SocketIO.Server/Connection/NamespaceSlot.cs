namespace SocketIO.Server;

/// <summary>
/// A namespace that a connection has asked for: being looked up, being joined, joined, or closed by this server.
/// </summary>
internal sealed class NamespaceSlot(byte[] name)
{
    /// <summary>Gets the namespace's name in UTF-8, by which packets are routed.</summary>
    public byte[] Name { get; } = name;

    /// <summary>Gets or sets the socket.</summary>
    /// <value><see langword="null"/> while it is not known whether the namespace exists.</value>
    public ServerSocket? Socket { get; set; }

    /// <summary>Gets or sets what was received before there was a socket.</summary>
    public InboundQueue? Early { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether this server has disconnected the socket. What the client sent before it knew is ignored.
    /// </summary>
    public bool IsKicked { get; set; }
}
