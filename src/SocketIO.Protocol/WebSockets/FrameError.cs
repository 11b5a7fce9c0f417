namespace SocketIO.Protocol;

/// <summary>Why what a WebSocket peer sent was refused.</summary>
internal enum FrameError
{
    /// <summary>Nothing was wrong.</summary>
    None,

    /// <summary>A reserved bit is set that no negotiated extension gives a meaning.</summary>
    ReservedBits,

    /// <summary>The opcode is one of those that RFC 6455 does not define.</summary>
    UnknownOpcode,

    /// <summary>A client's frame is not masked.</summary>
    NotMasked,

    /// <summary>A server's frame is masked.</summary>
    Masked,

    /// <summary>A ping, pong or close frame is split into fragments.</summary>
    FragmentedControlFrame,

    /// <summary>A ping, pong or close frame holds more than 125 bytes.</summary>
    ControlFrameTooLong,

    /// <summary>A continuation frame has no message to continue.</summary>
    UnexpectedContinuation,

    /// <summary>A new message begins before the fragmented one before it has ended.</summary>
    ExpectedContinuation,

    /// <summary>A close frame holds one byte, half a close code.</summary>
    InvalidClosePayload,

    /// <summary>A close frame holds a code that must not be sent.</summary>
    InvalidCloseCode,

    /// <summary>A text message, or the reason in a close frame, is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A compressed message cannot be decompressed.</summary>
    InvalidCompression,

    /// <summary>A message is larger than the limit, or announces that it will be.</summary>
    MessageTooLarge,

    /// <summary>A message is split into more fragments than the limit.</summary>
    TooManyFragments,

    /// <summary>Pings and pongs arrive faster than the limit.</summary>
    TooManyControlFrames,

    /// <summary>A message took longer than the limit from its first byte to its last.</summary>
    MessageTimeout,

    /// <summary>The frames break a rule of the protocol that the WebSocket implementation does not tell.</summary>
    Unspecified,
}
