using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// A packet that was sent and may have to be sent again.
/// </summary>
/// <param name="Position">Its position in the journal.</param>
/// <param name="Packet">The packet, its offset included.</param>
/// <param name="Target">Whom it was for.</param>
/// <param name="Expires">The time stamp from which on nobody can ask for it any more.</param>
internal sealed record LoggedPacket(long Position, EncodedPacket Packet, Target Target, long Expires)
{
    // A rough measure of the objects around the bytes, and of the place in the index.
    private const int Overhead = 256;

    // Kept as it is and as the frames of a WebSocket message.
    public long Bytes => Overhead + (2L * Packet.Size);
}
