using StackExchange.Redis;

namespace SocketIO.Adapters.Redis;

/// <summary>
/// Where connections with Redis come from, and whose they are.
/// </summary>
internal sealed class RedisSource
{
    // What the library has when nobody says anything. Too long to be back soon after Redis is.
    private const int DefaultConnectTimeout = 5000;
    private const int ShortConnectTimeout = 1000;

    private readonly Func<Task<IConnectionMultiplexer>> _open;

    private RedisSource(Func<Task<IConnectionMultiplexer>> open, bool isOwned)
    {
        _open = open;
        IsOwned = isOwned;
    }

    /// <summary>Gets a value indicating whether a connection may be closed, and replaced by another.</summary>
    public bool IsOwned { get; }

    /// <summary>Opens connections as a text says.</summary>
    /// <param name="configuration">What StackExchange.Redis understands, or a URL as other libraries have it, <c>redis://user:password@host:6379</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="configuration"/> is neither.</exception>
    public static RedisSource From(string configuration) => From(RedisUrl.TryParse(configuration, out var options) ? options : ConfigurationOptions.Parse(configuration));

    /// <summary>Opens connections as options say.</summary>
    /// <param name="options">The options, which are copied.</param>
    public static RedisSource From(ConfigurationOptions options)
    {
        var copy = options.Clone();
        copy.AbortOnConnectFail = false;

        if (copy.ConnectTimeout == DefaultConnectTimeout)
        {
            copy.ConnectTimeout = ShortConnectTimeout;
        }

        return new RedisSource(async () => await ConnectionMultiplexer.ConnectAsync(copy.Clone()).ConfigureAwait(false), isOwned: true);
    }

    /// <summary>Uses a connection of the application.</summary>
    /// <param name="get">Gets it. It is neither configured nor closed.</param>
    public static RedisSource From(Func<IConnectionMultiplexer> get) => new(() => Task.FromResult(get()), isOwned: false);

    /// <summary>Opens connections like one of the application, for what would hold up the application's own.</summary>
    /// <param name="get">Gets it. It is only looked at.</param>
    public static RedisSource Like(Func<IConnectionMultiplexer> get) => new(() => From(get().Configuration).OpenAsync(), isOwned: true);

    /// <summary>Opens a connection. It may turn out not to be connected.</summary>
    public Task<IConnectionMultiplexer> OpenAsync() => _open();
}
