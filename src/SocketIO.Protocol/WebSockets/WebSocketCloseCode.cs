namespace SocketIO.Protocol;

/// <summary>The codes of WebSocket close frames (RFC 6455, section 7.4) that this server sends or looks at.</summary>
internal static class WebSocketCloseCode
{
    /// <summary>The purpose of the connection is fulfilled.</summary>
    public const int Normal = 1000;

    /// <summary>The peer broke a rule of the protocol.</summary>
    public const int ProtocolError = 1002;

    /// <summary>A message's content does not fit its type: text that is not UTF-8.</summary>
    public const int InvalidPayload = 1007;

    /// <summary>The peer broke a rule of this server that has no code of its own.</summary>
    public const int PolicyViolation = 1008;

    /// <summary>A message is too big.</summary>
    public const int MessageTooBig = 1009;

    /// <summary>
    /// Tells whether a close frame may carry a code.
    /// </summary>
    /// <remarks>1004 is reserved; 1005, 1006 and 1015 are words of APIs for closes without a code; 1016 to 2999 are not given out yet.</remarks>
    public static bool IsValid(int code) => code is (>= 1000 and <= 1014 and not (1004 or 1005 or 1006)) or (>= 3000 and <= 4999);

    /// <summary>Gets the code that tells a peer of its error.</summary>
    public static int For(FrameError error) => error switch
    {
        FrameError.InvalidUtf8 or FrameError.InvalidCompression => InvalidPayload,
        FrameError.MessageTooLarge => MessageTooBig,
        FrameError.TooManyFragments or FrameError.TooManyControlFrames or FrameError.MessageTimeout => PolicyViolation,
        _ => ProtocolError,
    };
}
