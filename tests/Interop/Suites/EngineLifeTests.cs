using System.Net;

namespace SocketIO.Tests;

/// <summary>Heartbeat and end of sessions of Engine.IO v4, on the profile that pings every 300 ms and waits 200 ms.</summary>
[Collection(nameof(ShortTimers))]
public sealed class EngineLifeTests(ContractServer server)
{
    private readonly Uri _url = server.Url(Profile.Fast);

    public static TheoryData<string> Transports => ["polling", "websocket", "upgraded"];

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "TST-176")]
    [Trait("Spec", "EIO-114")]
    public Task Pings_come_as_long_as_they_are_answered(string transport) => ShortTimers.Try(async () =>
    {
        await using var peer = await EnginePeer.OpenAsync(transport, _url);
        peer.AnswersPings = false;
        await peer.JoinAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("2", await peer.NextAsync());
            await peer.SendAsync("3");
        }
    });

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "TST-176")]
    [Trait("Spec", "TST-021")]
    [Trait("Spec", "TST-030")]
    public Task A_client_that_does_not_answer_is_given_up(string transport) => ShortTimers.Try(async () =>
    {
        await using var peer = await EnginePeer.OpenAsync(transport, _url);
        peer.AnswersPings = false;
        await peer.JoinAsync();
        var packets = await peer.ReadToEndAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("2", packets[0]);
        Assert.Subset(new HashSet<string> { "1", "6" }, packets.Skip(1).ToHashSet());
    });

    [Fact]
    [Trait("Spec", "TST-021")]
    public async Task A_client_that_does_not_even_poll_is_given_up()
    {
        await using var peer = await PollingPeer.OpenAsync(_url, polls: false);
        await Task.Delay(TimeSpan.FromMilliseconds(1500), TimeProvider.System);
        using var response = await peer.GetAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "EIO-117")]
    [Trait("Hostile", "E7")]
    public async Task Messages_are_no_sign_of_life_without_pongs(string transport)
    {
        await using var peer = await EnginePeer.OpenAsync(transport, _url);
        peer.AnswersPings = false;
        await peer.SendAsync("40");
        var end = peer.ReadToEndAsync(TimeSpan.FromSeconds(10));

        try
        {
            while (!end.IsCompleted)
            {
                await peer.SendAsync("42[\"nobody-listens\"]");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException or HttpRequestException or System.Net.WebSockets.WebSocketException)
        {
            // Sending fails as soon as the session has ended.
        }

        await end;
    }

    [Fact]
    [Trait("Spec", "T-84")]
    public async Task An_upload_is_no_sign_of_life()
    {
        await using var peer = await WebSocketPeer.OpenAsync(_url);
        peer.AnswersPings = false;
        await peer.SendAsync("40");
        var end = peer.ReadToEndAsync(TimeSpan.FromSeconds(10));
        await peer.SendTextAsync("42[\"echo\",\"", last: false);

        try
        {
            while (!end.IsCompleted)
            {
                await peer.SendTextAsync("xxxx", last: false);
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            // As above.
        }

        await end;
    }

    [Fact]
    [Trait("Spec", "TST-177")]
    [Trait("Spec", "EIO-083")]
    public async Task A_close_packet_ends_a_polling_session()
    {
        await using var peer = await PollingPeer.OpenAsync(server.Url(Profile.Engine), polls: false);
        var pending = peer.PollAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        await peer.SendAsync("1");

        Assert.Equal(["6"], await Wait.For("the pending poll", pending));
        using var next = await peer.GetAsync();
        Assert.Equal(HttpStatusCode.BadRequest, next.StatusCode);
        Assert.Equal("""{"code":1,"message":"Session ID unknown"}""", await next.Content.ReadAsStringAsync());
    }

    [Fact]
    [Trait("Spec", "TST-177")]
    [Trait("Spec", "EIO-093")]
    public async Task A_close_packet_over_WebSocket_ends_in_a_closed_WebSocket()
    {
        await using var peer = await WebSocketPeer.OpenAsync(_url);
        await peer.SendAsync("1");
        await peer.ReadToEndAsync(TimeSpan.FromSeconds(5));
    }
}
