using System.Net;
using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>Refused requests: status, body, and what the server's connection_error event tells of them.</summary>
public sealed class RefusalTests(ContractServer server)
{
    private const string Polling = "EIO=4&transport=polling";

    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("GET", "", """{"code":0,"message":"Transport unknown"}""")]
    [InlineData("GET", "EIO=4&transport=foo", """{"code":0,"message":"Transport unknown"}""")]
    [InlineData("GET", "EIO=4&transport=constructor", """{"code":0,"message":"Transport unknown"}""")]
    [InlineData("GET", "EIO=4&transport=__proto__", """{"code":0,"message":"Transport unknown"}""")]
    [InlineData("GET", "EIO=4&transport=webtransport", """{"code":0,"message":"Transport unknown"}""")]
    [InlineData("GET", Polling + "&sid=abc", """{"code":1,"message":"Session ID unknown"}""")]
    [InlineData("GET", Polling + "&sid=__proto__", """{"code":1,"message":"Session ID unknown"}""")]
    [InlineData("POST", Polling + "&sid=abc", """{"code":1,"message":"Session ID unknown"}""")]
    [InlineData("POST", Polling, """{"code":2,"message":"Bad handshake method"}""")]
    [InlineData("OPTIONS", Polling, """{"code":2,"message":"Bad handshake method"}""")]
    [InlineData("GET", "EIO=4&transport=websocket", """{"code":3,"message":"Bad request"}""")]
    [InlineData("GET", "EIO=3&transport=polling", """{"code":5,"message":"Unsupported protocol version"}""")]
    [InlineData("GET", "EIO=5&transport=polling", """{"code":5,"message":"Unsupported protocol version"}""")]
    [InlineData("GET", "transport=polling", """{"code":5,"message":"Unsupported protocol version"}""")]
    [Trait("Spec", "T-15")]
    [Trait("Spec", "T-16")]
    [Trait("Spec", "T-17")]
    [Trait("Spec", "T-18")]
    [Trait("Spec", "T-20")]
    [Trait("Spec", "T-21")]
    [Trait("Spec", "EIO-040")]
    [Trait("Spec", "EIO-051")]
    public async Task A_request_is_refused_with_400_and_its_code(string method, string query, string body)
    {
        using var response = await SendAsync(Profile.Main, query, method);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("deny=1", """{"code":4,"message":"Forbidden"}""")]
    [InlineData("denyslow=1", """{"code":4,"message":"Forbidden"}""")]
    [InlineData("denymsg=1", """{"code":4,"message":"custom refusal"}""")]
    [Trait("Spec", "T-19")]
    [Trait("Spec", "TST-004")]
    [Trait("Spec", "EIO-012")]
    [Trait("Spec", "EIO-051")]
    public async Task A_forbidden_request_gets_403_and_the_words_of_allowRequest(string query, string body)
    {
        using var response = await SendAsync(Profile.Strict, $"{Polling}&{query}");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    [Trait("Spec", "EIO-012")]
    public async Task Later_requests_of_a_session_are_not_asked_about()
    {
        await using var peer = await PollingPeer.OpenAsync(server.Url(Profile.Strict), polls: false);
        using var post = await _http.PostAsync(new Uri($"{peer.SessionUrl}&deny=1"), new StringContent("40"));
        Assert.Equal(HttpStatusCode.OK, post.StatusCode);
    }

    [Fact]
    [Trait("Spec", "T-99")]
    [Trait("Spec", "T-18")]
    [Trait("Spec", "EIO-045")]
    public async Task A_WebSocket_request_whose_upgrade_headers_were_lost_is_a_mismatch()
    {
        await using var peer = await PollingPeer.OpenAsync(server.Url(Profile.Main), polls: false);
        using var response = await SendAsync(Profile.Main, $"EIO=4&transport=websocket&sid={peer.Sid}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""{"code":3,"message":"Bad request"}""", await response.Content.ReadAsStringAsync());
        await peer.SendAsync("40");
    }

    [Fact]
    [Trait("Spec", "T-58")]
    [Trait("Spec", "T-57")]
    public async Task A_session_of_another_node_is_unknown()
    {
        await using var peer = await PollingPeer.OpenAsync(server.Url(Profile.Main), polls: false);
        using var response = await SendAsync(Profile.Cors, $"{Polling}&sid={peer.Sid}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""{"code":1,"message":"Session ID unknown"}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere/")]
    [InlineData("/socket.ioo/")]
    [InlineData("/engine.io/")]
    [Trait("Spec", "T-64")]
    public async Task Other_paths_are_not_the_servers(string path)
    {
        using var response = await _http.GetAsync(new Uri(server.Url(Profile.Main), $"{path}?{Polling}"));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    [Trait("Spec", "T-101")]
    public async Task Two_servers_of_one_port_keep_out_of_each_others_way()
    {
        var first = server.Url(Profile.Large);
        await using var one = await EnginePeer.OpenAsync("websocket", first);
        await using var two = await EnginePeer.OpenAsync("websocket", new Uri(first, "/second.io/"));
        await using var three = await EnginePeer.OpenAsync("upgraded", new Uri(first, "/second.io/"));
        await one.JoinAsync();
        var id = await two.JoinAsync();
        await three.JoinAsync();

        foreach (var peer in new[] { two, three })
        {
            await peer.SendAsync($"421[\"sockets\",\"{id}\"]");
            Assert.StartsWith($"431[[{{\"id\":\"{id}\"", await peer.NextAsync(), StringComparison.Ordinal);
            await peer.SendAsync("422[\"count\"]");
            Assert.Equal("""432[{"clients":2,"sockets":2}]""", await peer.NextAsync());
        }
    }

    [Fact]
    [Trait("Spec", "T-10")]
    [Trait("Spec", "T-11")]
    [Trait("Spec", "T-12")]
    [Trait("Spec", "T-13")]
    [Trait("Spec", "T-14")]
    [Trait("Spec", "EIO-037")]
    [Trait("Spec", "EIO-041")]
    [Trait("Spec", "EIO-042")]
    [Trait("Spec", "EIO-046")]
    [Trait("Spec", "EIO-047")]
    [Trait("Spec", "EIO-050")]
    [Trait("Spec", "TST-001")]
    [Trait("Spec", "TST-003")]
    [Trait("Spec", "TST-015")]
    [Trait("Spec", "TST-017")]
    public async Task The_server_tells_of_every_refusal()
    {
        await using var own = await ServerProcess.StartAsync(Target.Command);
        var url = new Uri($"http://127.0.0.1:{own.Port}/socket.io/");
        await using var peer = await PollingPeer.OpenAsync(url);
        await peer.JoinAsync();

        foreach (var (method, query) in new[]
        {
            ("GET", ""), ("GET", "EIO=4&transport=foo"), ("GET", $"{Polling}&sid=abc"), ("POST", Polling), ("GET", "EIO=4&transport=websocket"),
            ("GET", $"EIO=4&transport=websocket&sid={peer.Sid}"), ("GET", $"EIO=3&transport=polling&sid={peer.Sid}"), ("GET", "EIO=3&transport=polling"),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"{url}?{query}"));
            using var response = await _http.SendAsync(request);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => WebSocketPeer.UpgradeAsync(url, "def"));
        await peer.SendAsync("421[\"engine-errors\"]");

        Assert.Equal(
            [
                """{"code":0,"message":"Transport unknown","context":{},"hasReq":true}""",
                """{"code":0,"message":"Transport unknown","context":{"transport":"foo"},"hasReq":true}""",
                """{"code":1,"message":"Session ID unknown","context":{"sid":"abc"},"hasReq":true}""",
                """{"code":2,"message":"Bad handshake method","context":{"method":"POST"},"hasReq":true}""",
                """{"code":3,"message":"Bad request","context":{"name":"TRANSPORT_HANDSHAKE_ERROR"},"hasReq":true}""",
                """{"code":3,"message":"Bad request","context":{"name":"TRANSPORT_MISMATCH","transport":"websocket","previousTransport":"polling"},"hasReq":true}""",
                """{"code":3,"message":"Bad request","context":{"name":"PROTOCOL_MISMATCH","protocol":3,"previousProtocol":4},"hasReq":true}""",
                """{"code":5,"message":"Unsupported protocol version","context":{"protocol":3},"hasReq":true}""",
                """{"code":1,"message":"Session ID unknown","context":{"sid":"def"},"hasReq":true}""",
            ],
            JsonDocument.Parse((await peer.NextAsync())[3..]).RootElement[0].EnumerateArray().Select(e => e.GetRawText()));
    }

    [Fact]
    [Trait("Spec", "T-19")]
    [Trait("Spec", "EIO-049")]
    [Trait("Spec", "TST-004")]
    public async Task The_server_tells_of_the_words_of_a_refusal()
    {
        await using var own = await ServerProcess.StartAsync(Target.Command);
        var url = new Uri($"http://127.0.0.1:{own.Port + (int)Profile.Strict}{ContractServer.PathOf(Profile.Strict)}");
        await using var peer = await PollingPeer.OpenAsync(url);
        await peer.JoinAsync();
        using var plain = await _http.GetAsync(new Uri($"{url}?{Polling}&deny=1"));
        using var words = await _http.GetAsync(new Uri($"{url}?{Polling}&denymsg=1"));
        await peer.SendAsync("421[\"engine-errors\"]");

        // Without words of its own, the context has no message or an empty one.
        Assert.Matches(
            """^431\[\[\{"code":4,"message":"Forbidden","context":\{("message":null)?\},"hasReq":true\},\{"code":4,"message":"Forbidden","context":\{"message":"custom refusal"\},"hasReq":true\}\]\]$""",
            await peer.NextAsync());
    }

    private Task<HttpResponseMessage> SendAsync(Profile profile, string query, string method = "GET")
        => _http.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri($"{server.Url(profile)}?{query}")));
}
