using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// How a WebSocket connection ended, as seen by its reader.
/// </summary>
/// <param name="Kind">What happened.</param>
/// <param name="Error">What the peer did wrong, if that is what happened.</param>
/// <param name="Code">The code in the peer's close frame; <see langword="null"/> when there was no frame, or none in it.</param>
/// <param name="Reason">The reason in the peer's close frame, in UTF-8 and checked.</param>
internal readonly record struct WebSocketCloseInfo(
    WebSocketCloseKind Kind,
    FrameError Error = FrameError.None,
    int? Code = null,
    ReadOnlyMemory<byte> Reason = default);
