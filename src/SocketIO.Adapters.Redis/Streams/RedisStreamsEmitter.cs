using System.Text.Json;
using SocketIO.Protocol;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Makes emitters for clusters over Redis streams.
/// </summary>
public static class RedisStreamsEmitter
{
    /// <summary>
    /// Makes an emitter. It appends to the stream that the servers read: what it sends reaches clients that are away, too, once they are back.
    /// </summary>
    /// <param name="connection">A connection with Redis, which stays the application's. While it is lost, emitting fails.</param>
    /// <param name="configure">Sets options. Names, the count of streams and the length must be those of the servers; the rest is of no account.</param>
    /// <param name="jsonSerializerOptions">How arguments are turned into JSON; <see langword="null"/> for names in camel case, as servers have it.</param>
    /// <returns>An emitter for all clients of the main namespace.</returns>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <example>
    /// <code>
    /// using var redis = await ConnectionMultiplexer.ConnectAsync("localhost:6379");
    /// await RedisStreamsEmitter.Create(redis).To("news").EmitAsync("headline", "It works.");
    /// </code>
    /// </example>
    public static SocketIOEmitter Create(
        IConnectionMultiplexer connection, Action<RedisStreamsAdapterOptions>? configure = null, JsonSerializerOptions? jsonSerializerOptions = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var options = new RedisStreamsAdapterOptions();
        configure?.Invoke(options);
        options.Validate();
        return new SocketIOEmitter(new StreamPublisher(connection, options, new JsonArgumentSerializer(jsonSerializerOptions)), jsonSerializerOptions);
    }
}
