using SocketIO.Adapters;
using SocketIO.Adapters.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Makes a Socket.IO server a part of a cluster over Redis pub/sub.
/// </summary>
public static class RedisAdapterBuilderExtensions
{
    /// <summary>
    /// Joins the servers that use the same Redis and the same key, those for Node.js with <c>@socket.io/redis-adapter</c> among them.
    /// </summary>
    /// <param name="builder">What <c>AddSocketIO</c> returned.</param>
    /// <param name="configuration">The address of Redis and more, as StackExchange.Redis understands it, for example <c>localhost:6379,password=secret</c>; or a URL such as <c>redis://localhost:6379</c>.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="configuration"/> or an option is not valid.</exception>
    /// <remarks>The connection is opened in the background: a Redis that is away keeps no server from starting.</remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddSocketIO().AddRedisAdapter("localhost:6379");
    /// </code>
    /// </example>
    public static ISocketIOBuilder AddRedisAdapter(this ISocketIOBuilder builder, string configuration, Action<RedisAdapterOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);
        var source = RedisSource.From(configuration);
        return Add(builder, _ => source, configure);
    }

    /// <inheritdoc cref="AddRedisAdapter(ISocketIOBuilder, string, Action{RedisAdapterOptions})"/>
    /// <param name="builder">What <c>AddSocketIO</c> returned.</param>
    /// <param name="configuration">How to connect with Redis. It is copied.</param>
    /// <param name="configure">Changes the options.</param>
    public static ISocketIOBuilder AddRedisAdapter(this ISocketIOBuilder builder, ConfigurationOptions configuration, Action<RedisAdapterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var source = RedisSource.From(configuration);
        return Add(builder, _ => source, configure);
    }

    /// <summary>
    /// Joins the servers that use the same Redis and the same key, over a connection of the application.
    /// </summary>
    /// <param name="builder">What <c>AddSocketIO</c> returned.</param>
    /// <param name="connection">Gets the connection. It is asked for in the background, again after a failure, and is neither configured nor closed.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <remarks>
    /// It should have been opened with <c>abortConnect=false</c>, so that it finds its way back. A connection that has fallen silent is noticed here too, but only
    /// its owner could replace it.
    /// </remarks>
    public static ISocketIOBuilder AddRedisAdapter(
        this ISocketIOBuilder builder, Func<IServiceProvider, IConnectionMultiplexer> connection, Action<RedisAdapterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Add(builder, services => RedisSource.From(() => connection(services)), configure);
    }

    private static ISocketIOBuilder Add(ISocketIOBuilder builder, Func<IServiceProvider, RedisSource> source, Action<RedisAdapterOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new RedisAdapterOptions();
        configure?.Invoke(options);
        options.Validate();
        builder.Services.AddKeyedSingleton<IAdapterFactory>(builder.Name, (services, _) => new RedisAdapterFactory(source(services), options, services));
        return builder;
    }
}
