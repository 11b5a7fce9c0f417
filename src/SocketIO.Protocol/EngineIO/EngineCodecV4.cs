using System.Text.Unicode;

namespace SocketIO.Protocol;

/// <summary>
/// Decodes the packets of Engine.IO v4.
/// </summary>
// <type digit><data>    2probe, 4hello
// "b"<base64>           a binary message, where binary frames are not to be had
public static class EngineCodecV4
{
    /// <summary>
    /// Decodes one text frame. Base64 is refused: on this transport binary messages have frames of their own.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="packet">The packet, which points into <paramref name="frame"/>; default when it is refused.</param>
    /// <returns><see cref="EngineError.None"/>, or why the frame is refused. No input makes this method throw.</returns>
    public static EngineError Decode(ReadOnlySpan<byte> frame, out EnginePacket packet)
    {
        packet = default;

        if (frame.IsEmpty)
        {
            return EngineError.EmptyPacket;
        }

        var type = (byte)(frame[0] - '0');

        if (type > (byte)EnginePacketType.Noop)
        {
            return frame[0] == 'b' ? EngineError.Base64NotAllowed : EngineError.UnknownType;
        }

        if (!Utf8.IsValid(frame))
        {
            return EngineError.InvalidUtf8;
        }

        packet = new EnginePacket((EnginePacketType)type, isBinary: false, 1, frame[1..]);
        return EngineError.None;
    }

    /// <summary>
    /// Decodes one text frame that may hold a binary message in base64 (<c>bAQID</c>), which is decoded in place.
    /// </summary>
    /// <param name="frame">The frame; overwritten when it holds base64.</param>
    /// <param name="packet">The packet, which points into <paramref name="frame"/>; default when it is refused.</param>
    /// <returns><see cref="EngineError.None"/>, or why the frame is refused. No input makes this method throw.</returns>
    public static EngineError DecodeInPlace(Span<byte> frame, out EnginePacket packet)
    {
        if (frame is not [(byte)'b', ..])
        {
            return Decode(frame, out packet);
        }

        if (!Base64Text.TryDecodeInPlace(frame[1..], out var length))
        {
            packet = default;
            return EngineError.InvalidBase64;
        }

        packet = new EnginePacket(EnginePacketType.Message, isBinary: true, 1, frame.Slice(1, length));
        return EngineError.None;
    }
}
