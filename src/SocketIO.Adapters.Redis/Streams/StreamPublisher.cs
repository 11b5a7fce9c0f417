using SocketIO.Protocol;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Appends the messages of an emitter to the stream. Those for servers too: who does not wait for an answer may be heard later.
/// </summary>
internal sealed class StreamPublisher(IConnectionMultiplexer connection, RedisStreamsAdapterOptions options) : IClusterPublisher
{
    public ValueTask PublishAsync(ClusterMessage message)
    {
        var fields = StreamEntryCodec.WriteFields(message, JsonArgumentSerializer.Default, options.OnlyPlaintext);
        object[] command = [(RedisKey)StreamNames.Of(message.Namespace, options), "MAXLEN", "~", options.MaxLength, "*", .. fields.Select(static field => (object)field)];
        return new(connection.GetDatabase().ExecuteAsync("XADD", command));
    }
}
