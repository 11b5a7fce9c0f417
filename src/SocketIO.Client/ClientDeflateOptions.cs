using System.IO.Compression;

namespace SocketIO.Client;

/// <summary>
/// How the messages of a WebSocket are compressed (permessage-deflate, RFC 7692), where the server agrees to it.
/// </summary>
public sealed class ClientDeflateOptions
{
    /// <summary>Gets or sets the size from which on a message is compressed, in bytes.</summary>
    /// <value>The default is 1,024.</value>
    public int Threshold { get; set; } = 1024;

    /// <summary>Gets or sets how hard to try.</summary>
    /// <value>The default is <see cref="CompressionLevel.Fastest"/>.</value>
    public CompressionLevel Level { get; set; } = CompressionLevel.Fastest;
}
