using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Makes emitters for clusters over Redis streams.
/// </summary>
public static class RedisStreamsEmitter
{
    /// <summary>
    /// Makes an emitter for the servers that use <c>AddRedisStreamsAdapter</c>, or <c>@socket.io/redis-streams-adapter</c> for Node.js. It appends to the stream that they read: what it
    /// sends reaches clients that are away, too, once they are back.
    /// </summary>
    /// <param name="connection">The application's connection with Redis. It is neither configured nor closed.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>An emitter for all clients of the main namespace. What it is asked to send fails when Redis cannot be reached.</returns>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <example>
    /// <code>
    /// var emitter = RedisStreamsEmitter.Create(await ConnectionMultiplexer.ConnectAsync("localhost:6379"));
    /// await emitter.To("news").EmitAsync("headline", "It works.");
    /// </code>
    /// </example>
    public static SocketIOEmitter Create(IConnectionMultiplexer connection, Action<RedisStreamsEmitterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var options = new RedisStreamsEmitterOptions();
        configure?.Invoke(options);

        var all = new RedisStreamsAdapterOptions
        {
            StreamName = options.StreamName,
            StreamCount = options.StreamCount,
            MaxLength = options.MaxLength,
            OnlyPlaintext = options.OnlyPlaintext,
        };

        all.Validate();
        return new SocketIOEmitter(new StreamPublisher(connection, all), options.JsonSerializerOptions);
    }
}
