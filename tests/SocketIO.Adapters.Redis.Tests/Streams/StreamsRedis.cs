using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests.Streams;

/// <summary>One Redis for all tests of a class, which use names of their own.</summary>
public sealed class StreamsRedis : IAsyncLifetime
{
    private int _names;

    internal RedisServer Server { get; } = new();

    /// <summary>Gets a name that no other test has.</summary>
    public string NewName() => $"test{Interlocked.Increment(ref _names)}";

    public async ValueTask InitializeAsync() => await Server.StartAsync();

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    internal StreamsNodes CreateNodes(Action<RedisStreamsAdapterOptions>? configure = null)
    {
        var name = NewName();

        return new StreamsNodes(Server.Configuration, options =>
        {
            options.StreamName = options.ChannelPrefix = name;
            options.SessionKeyPrefix = $"{name}:";
            configure?.Invoke(options);
        });
    }
}
