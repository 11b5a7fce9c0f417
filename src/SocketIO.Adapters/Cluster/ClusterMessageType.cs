namespace SocketIO.Adapters;

/// <summary>
/// What a message between servers is about. The numbers are those of the JavaScript cluster adapters.
/// </summary>
public enum ClusterMessageType
{
    /// <summary>No message has this type.</summary>
    None = 0,

    /// <summary>A server has joined, and wants to hear from the others.</summary>
    InitialHeartbeat = 1,

    /// <summary>A server is still there.</summary>
    Heartbeat = 2,

    /// <summary>A packet for clients. One with a request id asks for acknowledgements.</summary>
    Broadcast = 3,

    /// <summary>Sockets are to join rooms.</summary>
    SocketsJoin = 4,

    /// <summary>Sockets are to leave rooms.</summary>
    SocketsLeave = 5,

    /// <summary>Sockets are to be disconnected.</summary>
    DisconnectSockets = 6,

    /// <summary>A server asks for the sockets of the others.</summary>
    FetchSockets = 7,

    /// <summary>The answer: the sockets of one server.</summary>
    FetchSocketsResponse = 8,

    /// <summary>An event for the servers themselves. One with a request id asks for an answer.</summary>
    ServerSideEmit = 9,

    /// <summary>The answer of one server.</summary>
    ServerSideEmitResponse = 10,

    /// <summary>How many clients of one server a packet has asked for an acknowledgement.</summary>
    BroadcastClientCount = 11,

    /// <summary>The acknowledgement of one client.</summary>
    BroadcastAck = 12,

    /// <summary>A server leaves.</summary>
    AdapterClose = 13,

    /// <summary>Bytes for one server, whose meaning only servers of this kind know. JavaScript servers ignore it.</summary>
    ServerData = 100,
}
