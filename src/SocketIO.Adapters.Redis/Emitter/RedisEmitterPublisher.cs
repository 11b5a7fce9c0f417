using SocketIO.Protocol;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Publishes what an emitter sends.
/// </summary>
internal sealed class RedisEmitterPublisher(IConnectionMultiplexer connection, string key) : IClusterPublisher
{
    public ValueTask PublishAsync(ClusterMessage message)
    {
        var channels = new RedisChannels(key, message.Namespace);
        var channel = message.Type is ClusterMessageType.Broadcast ? channels.Broadcast(message.Target!.Rooms) : channels.Request;
        return new(connection.GetSubscriber().PublishAsync(channel, RedisMessageWriter.Write(message, JsonArgumentSerializer.Default).ToArray()));
    }
}
