using System.IO.Compression;

namespace SocketIO.Engine;

/// <summary>
/// Says how WebSocket messages are compressed (permessage-deflate, RFC 7692).
/// </summary>
public sealed class PerMessageDeflateOptions
{
    /// <summary>
    /// Gets or sets the size in bytes below which a message is sent uncompressed.
    /// </summary>
    /// <value>The default is 1,024 bytes.</value>
    public int Threshold { get; set; } = 1024;

    /// <summary>
    /// Gets or sets how hard the server tries to make messages small.
    /// </summary>
    /// <value>The default is <see cref="CompressionLevel.Fastest"/>.</value>
    public CompressionLevel Level { get; set; } = CompressionLevel.Fastest;

    /// <summary>
    /// Gets or sets a value indicating whether the server forgets its compression window after each message.
    /// </summary>
    /// <value>The default is <see langword="true"/>. <see langword="false"/> compresses better and costs each connection hundreds of kilobytes.</value>
    public bool ServerNoContextTakeover { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether clients are asked to forget their compression window after each message.
    /// </summary>
    /// <value>The default is <see langword="true"/>. <see langword="false"/> costs the server a window of 32 KiB for each connection.</value>
    public bool ClientNoContextTakeover { get; set; } = true;
}
