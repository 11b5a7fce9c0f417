namespace SocketIO.Protocol;

/// <summary>
/// Decodes the packets of Engine.IO v4 that travel in one frame each, as over WebSocket.
/// </summary>
public static class EngineCodecV4
{
    /// <summary>
    /// Decodes one text frame. Base64 is refused: on this transport binary messages have frames of their own.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="packet">The packet, which points into <paramref name="frame"/>; default when it is refused.</param>
    /// <returns><see cref="EngineError.None"/>, or why the frame is refused. No input makes this method throw.</returns>
    public static EngineError Decode(ReadOnlySpan<byte> frame, out EnginePacket packet) => throw new NotImplementedException();

    /// <summary>
    /// Decodes one text frame that may hold a binary message in base64 (<c>bAQID</c>), which is decoded in place.
    /// </summary>
    /// <param name="frame">The frame; overwritten when it holds base64.</param>
    /// <param name="packet">The packet, which points into <paramref name="frame"/>; default when it is refused.</param>
    /// <returns><see cref="EngineError.None"/>, or why the frame is refused. No input makes this method throw.</returns>
    public static EngineError DecodeInPlace(Span<byte> frame, out EnginePacket packet) => throw new NotImplementedException();
}
