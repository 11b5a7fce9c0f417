using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>How much a response to a poll may be.</summary>
public sealed class PollingLimitTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    private ScriptedServer Server => _bed.Server;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Theory]
    [Trait("Hostile", "M14")]
    [InlineData(1000)]
    [InlineData(100_000)]
    public async Task A_response_larger_than_the_client_accepts_is_refused(int limit)
    {
        var client = Watched(o => o.MaxReceiveBytes = limit);
        await _bed.ConnectByPollingAsync(client);
        var large = $"42[\"x\",\"{new string('a', limit - 9)}\"]";
        await Server.AnswerPollAsync(large[..^3] + "\"]");
        await Server.AnswerPollAsync(large);
        Assert.Equal("connect", await _bed.Seen.NextAsync());
        Assert.StartsWith("x(", await _bed.Seen.NextAsync(), StringComparison.Ordinal);
        await _bed.Seen.ExpectAsync("disconnect transport error");
    }

    [Fact]
    [Trait("Hostile", "M14")]
    public async Task A_response_without_end_is_refused_at_the_limit()
    {
        var client = Watched(o => o.MaxReceiveBytes = 50_000);
        client.Connect();
        var poll = await Server.PollAsync();
        await poll.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");

        try
        {
            while (true)
            {
                await poll.WriteAsync("1000\r\n" + new string('0', 4096) + "\r\n");
            }
        }
        catch (IOException)
        {
            // The client has had enough.
        }

        await _bed.Seen.ExpectAsync("connect_error xhr poll error");
    }

    private SocketIOClient Watched(Action<SocketIOClientOptions> configure)
    {
        var client = _bed.Polling(configure);
        _bed.Seen.Watch(client);
        return client;
    }
}
