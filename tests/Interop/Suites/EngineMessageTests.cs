using System.Net;

namespace SocketIO.Tests;

/// <summary>Messages of Engine.IO v4, on the echo server.</summary>
public sealed class EngineMessageTests(ContractServer server)
{
    private readonly Uri _url = server.Url(Profile.Engine);

    public static TheoryData<string> Transports => ["polling", "websocket", "upgraded"];

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Spec", "TST-172")]
    public async Task Text_and_bytes_come_back_in_order(string transport)
    {
        await using var peer = await EnginePeer.OpenAsync(transport, _url);
        string[] packets = ["4hello", "4", "bAQIDBA==", "4héllo € 😀", "4\u2028\u0000x", "b", "4bAQID", "4{\"a\":1}"];

        // An empty message has nothing to echo in one implementation and is echoed in another.
        packets = [.. packets.Where(p => p is not "4" and not "b")];
        await peer.SendAsync(packets);
        Assert.Equal(packets, await peer.NextAsync(packets.Length));
    }

    [Fact]
    [Trait("Spec", "TST-172")]
    [Trait("Spec", "EIO-074")]
    public async Task A_POST_is_answered_ok()
    {
        await using var peer = await PollingPeer.OpenAsync(_url, polls: false);
        using var response = await peer.PostAsync("4hello");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(2, response.Content.Headers.ContentLength);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("ok", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    [Trait("Spec", "TST-172")]
    [Trait("Spec", "EIO-066")]
    [Trait("Spec", "EIO-088")]
    public async Task Everything_that_waits_goes_into_one_payload()
    {
        await using var peer = await PollingPeer.OpenAsync(_url, polls: false);
        await peer.SendAsync("4test1", "4test2", "bAQIDBA==", "4test3");
        Assert.Equal(["4test1", "4test2", "bAQIDBA==", "4test3"], await peer.PollAsync());
    }

    [Fact]
    [Trait("Spec", "EIO-073")]
    public async Task A_poll_is_answered_as_text_with_its_length()
    {
        await using var peer = await PollingPeer.OpenAsync(_url, polls: false);
        await peer.SendAsync("4é");
        using var response = await peer.GetAsync();

        Assert.Equal("text/plain; charset=UTF-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(3, response.Content.Headers.ContentLength);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    [Trait("Spec", "TST-173")]
    [Trait("Spec", "EIO-084")]
    public async Task A_malformed_packet_ends_a_polling_session()
    {
        await using var peer = await PollingPeer.OpenAsync(_url, polls: false);

        try
        {
            using var post = await peer.PostAsync("abc");
            Assert.True(post.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, post.StatusCode.ToString());
        }
        catch (HttpRequestException)
        {
            // An aborted POST is as good.
        }

        using var get = await peer.GetAsync();
        Assert.Equal(HttpStatusCode.BadRequest, get.StatusCode);
    }

    [Fact]
    [Trait("Spec", "TST-173")]
    public async Task A_malformed_packet_closes_a_WebSocket()
    {
        await using var peer = await WebSocketPeer.OpenAsync(_url);
        await peer.SendAsync("abc");
        Assert.Empty(await peer.ReadToEndAsync());
    }

    [Fact]
    [Trait("Spec", "TST-174")]
    [Trait("Spec", "EIO-076")]
    public async Task A_second_poll_beside_a_pending_one_ends_the_session()
    {
        await using var peer = await PollingPeer.OpenAsync(_url, polls: false);
        var first = peer.GetAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);

        using var second = await peer.GetAsync();
        using var pending = await Wait.For("the pending poll", first);
        using var third = await peer.GetAsync();

        Assert.True(second.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.InternalServerError, second.StatusCode.ToString());
        Assert.Equal(HttpStatusCode.OK, pending.StatusCode);
        Assert.Equal("1", await pending.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, third.StatusCode);
    }

    [Fact]
    [Trait("Spec", "TST-175")]
    [Trait("Spec", "TST-028")]
    public async Task A_poll_that_the_client_aborts_ends_the_session()
    {
        await using var peer = await PollingPeer.OpenAsync(_url, polls: false);
        using var abort = new CancellationTokenSource();
        var pending = peer.GetAsync(abort.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);

        using var get = await peer.GetAsync();
        Assert.Equal(HttpStatusCode.BadRequest, get.StatusCode);
    }

    [Fact]
    [Trait("Spec", "EIO-072")]
    [Trait("Spec", "EIO-077")]
    public async Task A_POST_that_follows_the_answer_to_the_one_before_is_no_overlap()
    {
        await using var peer = await PollingPeer.OpenAsync(_url, polls: false);
        var posts = new List<Task<HttpResponseMessage>>();

        // Some clients take the poll for the sign that their POST was read, and do not wait for its own response.
        for (var i = 0; i < 100; i++)
        {
            var poll = peer.PollAsync();
            posts.Add(peer.PostAsync($"4{i}"));
            Assert.Equal([$"4{i}"], await Wait.For("the echo", poll));
        }

        Assert.All(await Task.WhenAll(posts), post => Assert.Equal(HttpStatusCode.OK, post.StatusCode));
    }

    [Fact]
    [Trait("Spec", "TST-041")]
    [Trait("Spec", "EIO-081")]
    public async Task A_chunked_POST_split_inside_a_character_is_one_payload()
    {
        await using var peer = await PollingPeer.OpenAsync(_url, polls: false);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, peer.SessionUrl) { Content = new SplitContent("4€uro"u8.ToArray(), at: 2) };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ConnectionClose = true;
        using var response = await http.SendAsync(request);

        Assert.Equal("ok", await response.Content.ReadAsStringAsync());
        Assert.Equal(["4€uro"], await peer.PollAsync());
    }
}
