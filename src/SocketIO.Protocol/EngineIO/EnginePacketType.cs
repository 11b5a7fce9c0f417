namespace SocketIO.Protocol;

/// <summary>
/// What an Engine.IO packet is for. The value is the digit that stands for it on the wire.
/// </summary>
public enum EnginePacketType : byte
{
    /// <summary>The handshake, sent by the server: <c>0{"sid":…}</c>.</summary>
    Open = 0,

    /// <summary>The transport is to be closed.</summary>
    Close = 1,

    /// <summary>A heartbeat, or with the data <c>probe</c> the test of a transport to upgrade to.</summary>
    Ping = 2,

    /// <summary>The answer to <see cref="Ping"/>.</summary>
    Pong = 3,

    /// <summary>A message of the layer above, text or binary.</summary>
    Message = 4,

    /// <summary>The client moves to the transport that it has probed.</summary>
    Upgrade = 5,

    /// <summary>Nothing; ends a pending poll during an upgrade.</summary>
    Noop = 6,
}
