using System.IO.Compression;

namespace SocketIO.Engine;

/// <summary>
/// Says how long-polling responses are compressed.
/// </summary>
public sealed class HttpCompressionOptions
{
    /// <summary>
    /// Gets or sets the size in bytes below which a response is sent uncompressed.
    /// </summary>
    /// <value>The default is 1,024 bytes.</value>
    public int Threshold { get; set; } = 1024;

    /// <summary>
    /// Gets or sets a value indicating whether responses over HTTPS are compressed too.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    /// <remarks>
    /// A response that mixes a secret with text of an attacker's choosing tells, by its compressed length, about the secret
    /// (CRIME and BREACH). Turn it on only when that cannot happen.
    /// </remarks>
    public bool EnableForHttps { get; set; }

    /// <summary>
    /// Gets or sets how hard the server tries to make responses small.
    /// </summary>
    /// <value>The default is <see cref="CompressionLevel.Fastest"/>.</value>
    public CompressionLevel Level { get; set; } = CompressionLevel.Fastest;
}
