namespace SocketIO.Protocol;

/// <summary>
/// Decodes the packets of Engine.IO v3, the revision that clients of Socket.IO 2 speak.
/// </summary>
// <type digit><data>    2probe, 4hello
// "b4"<base64>          a binary message as text
// 0x04<bytes>           a binary message
public static class EngineCodecV3
{
    /// <summary>What precedes the bytes of a binary message: its type, as a number rather than a digit.</summary>
    internal const byte BinaryMessage = (byte)EnginePacketType.Message;

    /// <summary>
    /// Decodes one text packet, which may hold a binary message in base64 (<c>b4AQID</c>) that is decoded in place.
    /// </summary>
    /// <param name="text">The packet; overwritten when it holds base64.</param>
    /// <param name="packet">The packet, which points into <paramref name="text"/>; default when it is refused.</param>
    /// <returns><see cref="EngineError.None"/>, or why the packet is refused. No input makes this method throw.</returns>
    public static EngineError DecodeInPlace(Span<byte> text, out EnginePacket packet)
    {
        if (text is not [(byte)'b', ..])
        {
            return EngineCodecV4.Decode(text, out packet);
        }

        packet = default;

        // The type is part of the packet, but only messages are ever binary.
        if (text is not [_, (byte)'4', ..])
        {
            return EngineError.UnknownType;
        }

        if (!Base64Text.TryDecodeInPlace(text[2..], out var length))
        {
            return EngineError.InvalidBase64;
        }

        packet = new EnginePacket(EnginePacketType.Message, isBinary: true, 2, text.Slice(2, length));
        return EngineError.None;
    }

    /// <summary>
    /// Decodes one binary packet.
    /// </summary>
    /// <param name="bytes">The packet.</param>
    /// <param name="packet">The packet, which points into <paramref name="bytes"/>; default when it is refused.</param>
    /// <returns><see cref="EngineError.None"/>, or why the packet is refused. No input makes this method throw.</returns>
    public static EngineError DecodeBinary(ReadOnlySpan<byte> bytes, out EnginePacket packet)
    {
        packet = default;

        if (bytes.IsEmpty)
        {
            return EngineError.EmptyPacket;
        }

        if (bytes[0] != BinaryMessage)
        {
            return EngineError.UnknownType;
        }

        packet = new EnginePacket(EnginePacketType.Message, isBinary: true, 1, bytes[1..]);
        return EngineError.None;
    }
}
