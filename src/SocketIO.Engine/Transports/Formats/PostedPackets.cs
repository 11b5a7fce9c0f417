using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// The packets of a POST, read one after another. It can be kept while the application deals with one of them.
/// </summary>
/// <param name="payload">The payload. Base64 in it is decoded in place.</param>
/// <param name="framing">How its packets are told from one another.</param>
internal struct PostedPackets(Memory<byte> payload, PayloadFraming framing)
{
    private int _position;

    /// <summary>Gets why reading ended early.</summary>
    public EngineError Error { get; private set; }

    /// <summary>Moves on to the next packet.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="data">Its data.</param>
    /// <param name="isBinary">Whether its data is binary.</param>
    /// <returns><see langword="false"/> behind the last packet, and at the first that is none: then <see cref="Error"/> says why. A payload without any is an error.</returns>
    public bool TryRead(out EnginePacketType type, out Memory<byte> data, out bool isBinary)
    {
        EnginePacket packet;
        bool read;

        if (framing is PayloadFraming.Separated)
        {
            var reader = new EnginePayloadReader(payload.Span, _position);
            read = reader.TryRead(out packet);
            (_position, Error) = (reader.Position, reader.Error);
        }
        else
        {
            var reader = new EnginePayloadReaderV3(payload.Span, framing is PayloadFraming.BinaryLengths, _position);
            read = reader.TryRead(out packet);
            (_position, Error) = (reader.Position, reader.Error);
        }

        type = packet.Type;
        isBinary = packet.IsBinary;
        data = read ? payload.Slice(packet.Offset, packet.Data.Length) : default;
        return read;
    }
}
