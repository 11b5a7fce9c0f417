using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Makes emitters that reach the clients of a cluster over Redis pub/sub.
/// </summary>
public static class RedisEmitter
{
    /// <summary>
    /// Makes an emitter for the servers that use <c>AddRedisAdapter</c>, or <c>@socket.io/redis-adapter</c> for Node.js.
    /// </summary>
    /// <param name="connection">The application's connection with Redis. It is neither configured nor closed.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>An emitter for all clients of the main namespace. What it is asked to send fails when Redis cannot be reached.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    /// <example>
    /// <code>
    /// var emitter = RedisEmitter.Create(await ConnectionMultiplexer.ConnectAsync("localhost:6379"));
    /// await emitter.To("news").EmitAsync("headline", "It works.");
    /// </code>
    /// </example>
    public static SocketIOEmitter Create(IConnectionMultiplexer connection, Action<RedisEmitterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var options = new RedisEmitterOptions();
        configure?.Invoke(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Key);
        return new SocketIOEmitter(new RedisEmitterPublisher(connection, options.Key), options.JsonSerializerOptions);
    }
}
