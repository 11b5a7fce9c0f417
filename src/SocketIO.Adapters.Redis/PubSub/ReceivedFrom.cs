namespace SocketIO.Adapters.Redis;

/// <summary>
/// The channels that a server listens to.
/// </summary>
internal enum ReceivedFrom
{
    Broadcasts,
    Requests,
    Responses,
}
