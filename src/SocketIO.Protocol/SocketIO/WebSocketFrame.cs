using System.Buffers.Binary;

namespace SocketIO.Protocol;

/// <summary>
/// The header of a WebSocket frame that a server sends: final, not compressed, not masked (RFC 6455, section 5.2).
/// </summary>
internal static class WebSocketFrame
{
    private const byte FinalText = 0x81;
    private const byte FinalBinary = 0x82;
    private const int MaxLengthIn7Bits = 125;
    private const byte LengthIn16Bits = 126;
    private const byte LengthIn64Bits = 127;

    /// <summary>Gets the length of a frame's header.</summary>
    /// <param name="payloadLength">The length of its payload.</param>
    public static int GetHeaderLength(int payloadLength) => payloadLength switch
    {
        <= MaxLengthIn7Bits => 2,
        <= ushort.MaxValue => 4,
        _ => 10,
    };

    /// <summary>Writes a frame.</summary>
    /// <param name="destination">Receives it.</param>
    /// <param name="isBinary">Whether it is a binary frame.</param>
    /// <param name="payload">Its payload.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Write(Span<byte> destination, bool isBinary, ReadOnlySpan<byte> payload)
    {
        var headerLength = GetHeaderLength(payload.Length);
        destination[0] = isBinary ? FinalBinary : FinalText;

        switch (headerLength)
        {
            case 2:
                destination[1] = (byte)payload.Length;
                break;

            case 4:
                destination[1] = LengthIn16Bits;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payload.Length);
                break;

            default:
                destination[1] = LengthIn64Bits;
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payload.Length);
                break;
        }

        payload.CopyTo(destination[headerLength..]);
        return headerLength + payload.Length;
    }
}
