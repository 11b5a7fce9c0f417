using System.Buffers;
using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// What the bodies of a polling session look like. The handshake decides it once: by the protocol's revision and by what the client can read.
/// </summary>
internal abstract class PollingFormat
{
    // Small packets and their framing fit without growing.
    private const int SpareCapacity = 64;

    private static readonly PollingFormat s_version4 = new Version4Format();
    private static readonly PollingFormat s_version3 = new Version3Format(readsBinary: true);
    private static readonly PollingFormat s_version3Text = new Version3Format(readsBinary: false);

    /// <summary>Gets a value indicating whether a POST may have a binary body.</summary>
    public abstract bool TakesBinaryBodies { get; }

    /// <summary>Chooses the format of a session.</summary>
    /// <param name="query">The query of its handshake.</param>
    public static PollingFormat For(in EngineQuery query)
    {
        if (query.Revision == 4)
        {
            return s_version4;
        }

        if (query.Jsonp is { } index)
        {
            return new JsonpFormat(index);
        }

        return string.IsNullOrEmpty(query.Base64) ? s_version3 : s_version3Text;
    }

    /// <summary>Finds the packets of a POST.</summary>
    /// <param name="body">The body, which is overwritten.</param>
    /// <param name="isBinary">Whether its content type says that it is binary.</param>
    /// <param name="packets">The packets.</param>
    /// <returns><see langword="false"/> when the body is not of this format.</returns>
    public abstract bool TryOpen(Memory<byte> body, bool isBinary, out PostedPackets packets);

    /// <summary>Writes the answer to a GET.</summary>
    /// <param name="answer">The packets.</param>
    public abstract PollingResponse Write(in PollAnswer answer);

    protected static ArrayBufferWriter<byte> BodyFor(IReadOnlyList<EncodedPacket> packets) => new(packets.Sum(static p => p.Size) + SpareCapacity);
}
