namespace SocketIO.Adapters.Redis;

/// <summary>
/// Why a message was not sent: there is no connection with Redis now. Nobody but the log gets to see it.
/// </summary>
internal sealed class RedisUnavailableException() : Exception("There is no connection with Redis at the moment.");
