namespace SocketIO.Engine;

/// <summary>How binary messages travel over a WebSocket.</summary>
internal enum BinaryForm : byte
{
    /// <summary>As binary frames.</summary>
    Frames,

    /// <summary>As base64 in text frames, for a client of Engine.IO v4 that said <c>b64=1</c>.</summary>
    Base64,

    /// <summary>As binary frames that begin with the packet's type: Engine.IO v3.</summary>
    TypedFrames,

    /// <summary>As base64 behind the packet's type: Engine.IO v3 with <c>b64=1</c>.</summary>
    TypedBase64,
}
