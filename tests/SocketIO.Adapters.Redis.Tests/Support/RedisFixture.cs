using SocketIO.Tests;

namespace SocketIO.Adapters.Redis.Tests;

/// <summary>One Redis for all tests of a class, which use keys of their own.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    internal RedisServer Server { get; } = new();

    public async ValueTask InitializeAsync() => await Server.StartAsync();

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();
}
