using System.Buffers.Binary;

namespace SocketIO.Protocol;

/// <summary>
/// The layout of WebSocket frame headers.
/// </summary>
/// <remarks>
/// <code>
/// byte 0   FIN | RSV1 | RSV2 | RSV3 | opcode (4 bits)
/// byte 1   MASK | length (7 bits): 0 to 125 as it is; 126: 2 more bytes; 127: 8 more bytes, big-endian
///          0, 2 or 8 bytes of length
///          4 bytes of masking key when MASK is set
/// </code>
/// </remarks>
internal static class FrameHeader
{
    public const byte Fin = 0x80;
    public const byte ReservedBits = 0x70;
    public const byte Compressed = 0x40;
    public const byte OpcodeBits = 0x0F;
    public const byte Mask = 0x80;
    public const byte LengthBits = 0x7F;
    public const byte Length16 = 126;
    public const byte Length64 = 127;

    /// <summary>The most that a ping, pong or close frame may carry.</summary>
    public const int MaxControlPayload = 125;

    /// <summary>The longest header of a client's frame.</summary>
    public const int MaxSize = 14;

    /// <summary>The longest header of a server's frame, which has no masking key.</summary>
    public const int MaxServerSize = 10;

    /// <summary>Gets how many bytes precede the masking key, by a header's second byte.</summary>
    public static int SizeBeforeKey(byte second) => (second & LengthBits) switch
    {
        Length16 => 4,
        Length64 => 10,
        _ => 2,
    };

    /// <summary>Gets how many bytes a header has, by its second byte.</summary>
    public static int Size(byte second) => SizeBeforeKey(second) + ((second & Mask) >> 5);

    /// <summary>Reads the payload's length from a header that is complete up to it.</summary>
    public static ulong ReadLength(ReadOnlySpan<byte> header) => (header[1] & LengthBits) switch
    {
        Length16 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
        Length64 => BinaryPrimitives.ReadUInt64BigEndian(header[2..]),
        var length => (ulong)length,
    };

    /// <summary>Writes the header of a server's unfragmented frame.</summary>
    /// <returns>How many bytes it took.</returns>
    public static int Write(Span<byte> destination, FrameOpcode opcode, int length, bool isCompressed = false)
    {
        destination[0] = (byte)(Fin | (isCompressed ? Compressed : 0) | (byte)opcode);

        if (length < Length16)
        {
            destination[1] = (byte)length;
            return 2;
        }

        if (length <= ushort.MaxValue)
        {
            destination[1] = Length16;
            BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)length);
            return 4;
        }

        destination[1] = Length64;
        BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)length);
        return 10;
    }

    /// <summary>Gets how many bytes the header of a server's frame has, by the length of its payload.</summary>
    public static int ServerSize(int length) => length < Length16 ? 2 : length <= ushort.MaxValue ? 4 : MaxServerSize;

    /// <summary>Writes a server's unfragmented frame.</summary>
    /// <returns>How many bytes it took.</returns>
    public static int WriteFrame(Span<byte> destination, FrameOpcode opcode, ReadOnlySpan<byte> payload)
    {
        var header = Write(destination, opcode, payload.Length);
        payload.CopyTo(destination[header..]);
        return header + payload.Length;
    }

    /// <summary>Takes one unfragmented server's frame off the front of frames that were built beforehand.</summary>
    /// <returns>Its payload.</returns>
    public static ReadOnlySpan<byte> TakeFrame(ref ReadOnlySpan<byte> frames, out FrameOpcode opcode)
    {
        opcode = (FrameOpcode)(frames[0] & OpcodeBits);
        var header = SizeBeforeKey(frames[1]);
        var length = (int)ReadLength(frames);
        var payload = frames.Slice(header, length);
        frames = frames[(header + length)..];
        return payload;
    }
}
