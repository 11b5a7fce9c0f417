namespace SocketIO.Protocol;

/// <summary>What a WebSocket frame carries (RFC 6455, section 5.2). The values are those on the wire.</summary>
internal enum FrameOpcode : byte
{
    /// <summary>A further fragment of the message that an earlier frame began.</summary>
    Continuation = 0x0,

    /// <summary>UTF-8 text.</summary>
    Text = 0x1,

    /// <summary>Bytes.</summary>
    Binary = 0x2,

    /// <summary>The end of what the sender has to say.</summary>
    Close = 0x8,

    /// <summary>A question that a pong answers.</summary>
    Ping = 0x9,

    /// <summary>The answer to a ping, or a sign of life that nobody asked for.</summary>
    Pong = 0xA,
}
