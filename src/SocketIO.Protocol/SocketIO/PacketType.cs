namespace SocketIO.Protocol;

/// <summary>
/// What a Socket.IO packet is for. The value is the digit that stands for it on the wire.
/// </summary>
public enum PacketType : byte
{
    /// <summary>Joins a namespace, or confirms that it was joined.</summary>
    Connect = 0,

    /// <summary>Leaves a namespace.</summary>
    Disconnect = 1,

    /// <summary>An event.</summary>
    Event = 2,

    /// <summary>The acknowledgement of an event.</summary>
    Ack = 3,

    /// <summary>A namespace could not be joined.</summary>
    ConnectError = 4,

    /// <summary>An event with binary attachments. Only seen on the wire: a decoded packet says <see cref="Event"/>.</summary>
    BinaryEvent = 5,

    /// <summary>An acknowledgement with binary attachments. Only seen on the wire: a decoded packet says <see cref="Ack"/>.</summary>
    BinaryAck = 6,
}
