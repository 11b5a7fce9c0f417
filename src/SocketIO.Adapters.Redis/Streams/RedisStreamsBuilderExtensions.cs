using SocketIO.Adapters;
using SocketIO.Adapters.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds the adapter for Redis streams to a Socket.IO server.
/// </summary>
public static class RedisStreamsBuilderExtensions
{
    /// <summary>
    /// Joins the server to a cluster over Redis streams. Clients whose connection was lost can go on where they were on any of its servers, and nothing is lost while Redis is away.
    /// </summary>
    /// <param name="builder">What <c>AddSocketIO</c> returned.</param>
    /// <param name="configuration">Where Redis is: what StackExchange.Redis understands, <c>localhost:6379</c>, or a URL, <c>redis://localhost:6379</c>.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The configuration or an option makes no sense.</exception>
    /// <remarks>It works together with servers in JavaScript that use <c>@socket.io/redis-streams-adapter</c> 0.3.</remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddSocketIO().AddRedisStreamsAdapter("localhost:6379");
    /// </code>
    /// </example>
    public static ISocketIOBuilder AddRedisStreamsAdapter(this ISocketIOBuilder builder, string configuration, Action<RedisStreamsAdapterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        var source = RedisSource.From(configuration);
        return Add(builder, _ => (source, source), configure);
    }

    /// <summary>
    /// Joins the server to a cluster over Redis streams, by a connection of the application.
    /// </summary>
    /// <param name="builder">What <c>AddSocketIO</c> returned.</param>
    /// <param name="connection">Gets the connection, which stays the application's. Streams are read on others, which are opened with the same configuration: a read that waits would hold up everything else.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public static ISocketIOBuilder AddRedisStreamsAdapter(
        this ISocketIOBuilder builder, Func<IServiceProvider, IConnectionMultiplexer> connection, Action<RedisStreamsAdapterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);

        return Add(
            builder,
            services => (RedisSource.From(() => connection(services)), RedisSource.Like(() => connection(services))),
            configure);
    }

    private static ISocketIOBuilder Add(
        ISocketIOBuilder builder, Func<IServiceProvider, (RedisSource Commands, RedisSource Readers)> sources, Action<RedisStreamsAdapterOptions>? configure)
    {
        var options = new RedisStreamsAdapterOptions();
        configure?.Invoke(options);
        options.Validate();

        builder.Services.AddKeyedSingleton<IAdapterFactory>(builder.Name, (services, _) =>
        {
            var (commands, readers) = sources(services);
            return new StreamsAdapterFactory(commands, readers, options, services);
        });

        return builder;
    }
}
