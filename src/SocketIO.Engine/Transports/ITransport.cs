using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// What carries the packets of a session. Every member is called under the session's lock and returns at once.
/// </summary>
internal interface ITransport
{
    TransportKind Kind { get; }

    /// <summary>Gets a value indicating whether a packet written now would leave now: what volatile packets need.</summary>
    bool IsWritable { get; }

    /// <summary>Gets a value indicating whether bytes that were written still wait for the network.</summary>
    bool IsFlushing { get; }

    /// <summary>Writes a text packet without keeping it.</summary>
    /// <returns><see langword="false"/> when the transport cannot take it now and it must be queued.</returns>
    bool TryWrite(ReadOnlySpan<byte> textPacket, SendFlags flags);

    /// <summary>Writes a packet with its attachments.</summary>
    /// <returns><see langword="false"/> when the transport cannot take it now and it must be queued.</returns>
    bool TryWrite(EncodedPacket packet, SendFlags flags);

    /// <summary>Sends what was written and as much of the queue as the transport takes.</summary>
    void Flush(SendQueue queue);

    /// <summary>Ends the transport in the manner of the protocol, now or (polling) with the next poll.</summary>
    /// <returns><see langword="false"/> when the peer has yet to fetch the close: the session stays in Closing.</returns>
    bool TryClose();

    /// <summary>Ends the transport after the session has ended.</summary>
    void End(CloseReason reason);
}
