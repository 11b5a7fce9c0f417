namespace SocketIO.Protocol;

/// <summary>
/// Why an Engine.IO packet was refused. Every value but <see cref="None"/> ends the session with a parse error.
/// </summary>
public enum EngineError : byte
{
    /// <summary>The packet is well-formed.</summary>
    None = 0,

    /// <summary>The packet has no bytes at all: an empty body or frame, or two separators in a row.</summary>
    EmptyPacket,

    /// <summary>The first byte is not the digit of an <see cref="EnginePacketType"/>.</summary>
    UnknownType,

    /// <summary>The bytes of a text packet are not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>The text after <c>b</c> is not base64.</summary>
    InvalidBase64,

    /// <summary>A packet in base64 where binary messages have a frame of their own.</summary>
    Base64NotAllowed,

    /// <summary>The length in front of a packet is none, is longer than what follows, or ends within a character.</summary>
    InvalidLength,
}
