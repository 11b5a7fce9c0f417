using System.Collections.Concurrent;
using System.Diagnostics;
using SocketIO.Tests;
using StackExchange.Redis;

namespace SocketIO.Adapters.Redis.Tests.Connection;

public sealed class RedisConnectionTests : IAsyncDisposable
{
    private static readonly RedisChannel Channel = new("news", RedisChannel.PatternMode.Literal);

    private readonly RedisServer _redis = new();
    private readonly RecordingLogger<RedisConnection> _log = new();
    private readonly ClusterMetrics _metrics = new();
    private readonly ConcurrentQueue<string> _received = [];

    [Fact]
    public async Task What_is_published_while_the_first_connection_is_made_waits_for_it_in_order()
    {
        await _redis.StartAsync();
        await using var listener = await ListenAsync();
        await using var connection = Create();

        var publishing = Enumerable.Range(0, 100).Select(number => connection.PublishAsync(Channel, $"{number}").AsTask()).ToArray();

        await Wait.For("all to be published", Task.WhenAll(publishing));
        await Wait.Until("all have arrived", () => _received.Count == 100, () => _received.Count);
        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number}"), _received);
        await Wait.Until("both connections are told of", () => _log.Events.Count == 2, () => string.Join(", ", _log.Events));
    }

    [Fact]
    public async Task A_Redis_that_is_away_fails_what_is_published_and_is_found_when_it_comes()
    {
        await using var connection = Create();
        var subscribing = connection.SubscribeAsync(Channel, Receive, CancellationToken.None);

        var early = connection.PublishAsync(Channel, "early").AsTask();
        await Assert.ThrowsAsync<RedisUnavailableException>(() => Wait.For("the first attempts to fail", early));
        Assert.Null(connection.Current);
        Assert.False(subscribing.IsCompleted);

        await _redis.StartAsync();
        await Wait.For("the subscription", subscribing);
        await connection.PublishAsync(Channel, "late");
        await Wait.Until("a message", () => !_received.IsEmpty);

        Assert.Equal(["late"], _received);
        await Wait.Until("the log says so", () => _log.Events is ["RedisNotThere", "RedisConnected"], () => string.Join(", ", _log.Events));
    }

    [Theory]
    [Trait("Hostile", "R5")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restart_of_Redis_is_survived(bool isOwned)
    {
        await _redis.StartAsync();
        using var application = await ConnectionMultiplexer.ConnectAsync(_redis.Configuration + ",abortConnect=false");
        await using var connection = isOwned ? Create() : Create(RedisSource.From(() => application));
        await Wait.For("the subscription", connection.SubscribeAsync(Channel, Receive, CancellationToken.None));

        for (var round = 0; round < 3; round++)
        {
            _received.Clear();
            await _redis.StopAsync();
            await Wait.Until("the loss is noticed", () => connection.Current is null);
            var clock = Stopwatch.StartNew();
            await Assert.ThrowsAsync<RedisUnavailableException>(() => connection.PublishAsync(Channel, "lost").AsTask());
            Assert.InRange(clock.ElapsedMilliseconds, 0, 50);

            await _redis.StartAsync();
            clock.Restart();
            await Wait.For("the connection", connection.GetAsync(CancellationToken.None));
            Assert.InRange(clock.Elapsed.TotalSeconds, 0, 4);
            await connection.PublishAsync(Channel, "found");
            await Wait.Until("a message", () => !_received.IsEmpty);
            Assert.Equal(["found"], _received);
        }

        string[] once = ["RedisLost", "RedisConnected"];
        string[] expected = ["RedisConnected", .. once, .. once, .. once];
        await Wait.Until("the log says so, once each", () => _log.Events.SequenceEqual(expected), () => string.Join(", ", _log.Events));
    }

    [Theory]
    [Trait("Hostile", "R6")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_Redis_that_falls_silent_is_noticed_within_ten_seconds(bool isOwned)
    {
        await _redis.StartAsync();
        using var application = await ConnectionMultiplexer.ConnectAsync(_redis.Configuration + ",abortConnect=false");
        await using var connection = isOwned ? Create() : Create(RedisSource.From(() => application));
        await Wait.For("the subscription", connection.SubscribeAsync(Channel, Receive, CancellationToken.None));

        _redis.Freeze();

        try
        {
            await Wait.Until("the loss is noticed", () => connection.Current is null, limit: TimeSpan.FromSeconds(10));
        }
        finally
        {
            _redis.Thaw();
        }

        await Wait.For("the connection", connection.GetAsync(CancellationToken.None));
        await connection.PublishAsync(Channel, "found");
        await Wait.Until("a message", () => _received.Contains("found"));
        await Wait.Until("the log says so", () => _log.Events is ["RedisConnected", "RedisLost", "RedisConnected"], () => string.Join(", ", _log.Events));
    }

    [Fact]
    [Trait("Hostile", "R6")]
    public async Task A_subscription_whose_connection_was_closed_comes_back()
    {
        await _redis.StartAsync();
        await using var connection = Create();
        await Wait.For("the subscription", connection.SubscribeAsync(Channel, Receive, CancellationToken.None));

        Assert.Equal(":1", _redis.Execute("CLIENT", "KILL", "TYPE", "pubsub"));

        await Wait.Until("a message arrives", () => _redis.Execute("PUBLISH", "news", "found") == ":1");
        await Wait.Until("a message", () => !_received.IsEmpty);
    }

    [Fact]
    public async Task Who_listens_no_more_hears_nothing_and_is_not_counted()
    {
        await _redis.StartAsync();
        await using var connection = Create();
        var subscription = await Wait.For("the subscription", connection.SubscribeAsync(Channel, Receive, CancellationToken.None));
        Assert.Equal(":1", _redis.Execute("PUBLISH", "news", "one"));
        await Wait.Until("the first message", () => !_received.IsEmpty);

        await connection.UnsubscribeAsync(subscription);

        Assert.Equal(":0", _redis.Execute("PUBLISH", "news", "two"));
        Assert.Equal(["one"], _received);
    }

    [Fact]
    public async Task A_connection_of_the_application_is_not_closed()
    {
        await _redis.StartAsync();
        using var application = await ConnectionMultiplexer.ConnectAsync(_redis.Configuration);
        var connection = Create(RedisSource.From(() => application));
        Assert.Same(application, await Wait.For("the connection", connection.GetAsync(CancellationToken.None)));

        await connection.DisposeAsync();

        Assert.True(application.IsConnected);
        await Wait.For("an answer", application.GetDatabase().PingAsync());
        await Assert.ThrowsAsync<RedisUnavailableException>(() => Wait.For("nothing", connection.GetAsync(CancellationToken.None)));
    }

    [Theory]
    [InlineData("redis://localhost", "localhost:6379", null, null, false)]
    [InlineData("redis://:p%40ss@host:6380/3", "host:6380", "p@ss", 3, false)]
    [InlineData("rediss://user:secret@host", "host:6379", "secret", null, true)]
    public void A_URL_is_understood(string url, string endPoint, string? password, int? database, bool ssl)
    {
        Assert.True(RedisUrl.TryParse(url, out var options));

        var parsed = Assert.IsType<System.Net.DnsEndPoint>(Assert.Single(options.EndPoints));
        Assert.Equal(endPoint, $"{parsed.Host}:{parsed.Port}");
        Assert.Equal(password, options.Password);
        Assert.Equal(database, options.DefaultDatabase);
        Assert.Equal(ssl, options.Ssl);
        Assert.False(RedisUrl.TryParse("localhost:6379,password=x", out _));
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        _metrics.Dispose();
    }

    private async Task<RedisConnection> ListenAsync()
    {
        var listener = Create();
        await Wait.For("the subscription", listener.SubscribeAsync(Channel, Receive, CancellationToken.None));
        return listener;
    }

    private RedisConnection Create(RedisSource? source = null) => new(source ?? RedisSource.From(_redis.Configuration), TimeProvider.System, _metrics, _log);

    private void Receive(RedisChannel channel, RedisValue message) => _received.Enqueue((string)message!);
}
