namespace SocketIO.Adapters.Redis;

/// <summary>
/// What a request between servers is about. The numbers are those of <c>@socket.io/redis-adapter</c>.
/// </summary>
internal enum RedisRequestType
{
    Sockets = 0,
    AllRooms = 1,
    RemoteJoin = 2,
    RemoteLeave = 3,
    RemoteDisconnect = 4,
    RemoteFetch = 5,
    ServerSideEmit = 6,
    Broadcast = 7,
    BroadcastClientCount = 8,
    BroadcastAck = 9,

    // Not theirs: bytes for one server of this kind, on the channel of its answers, where no other listens.
    ServerData = 100,
}
