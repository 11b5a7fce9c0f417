using System.Buffers;

namespace SocketIO.Protocol;

/// <summary>
/// What one end of a WebSocket expects of the other's frames.
/// </summary>
internal abstract class FrameSettings
{
    /// <summary>Gets a value indicating whether the peer masks its frames: clients do, servers do not (RFC 6455, section 5.1).</summary>
    public abstract bool ExpectsMask { get; }

    /// <summary>Gets the largest message, in bytes, after decompression.</summary>
    /// <value>The default is 1,000,000 bytes.</value>
    public int MaxMessageBytes { get; init; } = 1_000_000;

    /// <summary>Gets the largest number of frames that a message may be split into.</summary>
    /// <value>The default is 1,024.</value>
    public int MaxFragments { get; init; } = 1024;

    /// <summary>Gets where the memory for messages that arrive in pieces comes from.</summary>
    /// <value>The default is <see cref="ArrayPool{T}.Shared"/>.</value>
    public ArrayPool<byte> Pool { get; init; } = ArrayPool<byte>.Shared;
}
