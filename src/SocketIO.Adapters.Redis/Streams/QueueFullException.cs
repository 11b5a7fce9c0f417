namespace SocketIO.Adapters.Redis;

/// <summary>
/// Why a message was not kept until Redis is back: too many are waiting. Nobody but the log gets to see it.
/// </summary>
internal sealed class QueueFullException() : Exception(
    $"Too many messages wait for Redis: this one was dropped. The limits are {nameof(RedisStreamsAdapterOptions.MaxQueuedMessages)} and {nameof(RedisStreamsAdapterOptions.MaxQueuedBytes)}.");
