using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>How a session of Engine.IO v4 is opened, and how it is not.</summary>
public sealed class EngineHandshakeTests(ContractServer server)
{
    private readonly Uri _url = server.Url(Profile.Engine);

    [Fact]
    [Trait("Spec", "TST-171")]
    [Trait("Spec", "TST-011")]
    [Trait("Spec", "EIO-058")]
    public async Task Polling_is_answered_with_the_open_packet_and_nothing_else()
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri($"{_url}?EIO=4&transport=polling"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; charset=UTF-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Matches(Open("\"websocket\""), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    [Trait("Spec", "TST-171")]
    [Trait("Spec", "TST-012")]
    [Trait("Spec", "EIO-060")]
    public async Task WebSocket_begins_with_the_open_packet_and_offers_no_upgrade()
    {
        await using var peer = await WebSocketPeer.OpenAsync(_url);
        Assert.Matches(Open(""), $"0{peer.OpenJson}");
    }

    [Fact]
    [Trait("Spec", "T-24")]
    [Trait("Spec", "T-26")]
    [Trait("Spec", "EIO-059")]
    public async Task The_reachability_check_with_curl_is_answered_to_the_byte()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{server.Url(Profile.Main)}?EIO=4&transport=polling"));
        request.Headers.TryAddWithoutValidation("User-Agent", "curl/7.88.1");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        var sid = JsonDocument.Parse(body[1..]).RootElement.GetProperty("sid").GetString();
        Assert.Equal($$"""0{"sid":"{{sid}}","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""", body);
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.Matches("^[A-Za-z0-9_-]{20}$", sid);
    }

    [Theory]
    [InlineData("GET", "transport=polling")]
    [InlineData("GET", "EIO=abc&transport=polling")]
    [InlineData("GET", "EIO=4")]
    [InlineData("GET", "EIO=4&transport=abc")]
    [InlineData("POST", "EIO=4&transport=polling")]
    [InlineData("PUT", "EIO=4&transport=polling")]
    [InlineData("DELETE", "EIO=4&transport=polling")]
    [Trait("Spec", "TST-170")]
    public async Task Polling_is_refused(string method, string query)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"{server.Url(Profile.Main)}?{query}"));
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("transport=websocket")]
    [InlineData("EIO=abc&transport=websocket")]
    [InlineData("EIO=3&transport=websocket")]
    [InlineData("EIO=4")]
    [InlineData("EIO=4&transport=abc")]
    [InlineData("EIO=4&transport=constructor")]
    [InlineData("EIO=4&transport=__proto__")]
    [Trait("Spec", "TST-170")]
    [Trait("Spec", "TST-002")]
    [Trait("Spec", "T-80")]
    public async Task WebSocket_is_refused_or_closed(string query)
    {
        try
        {
            await using var peer = await WebSocketPeer.ConnectAsync(new Uri($"{server.Url(Profile.Main)}?{query}"));
            Assert.Empty(await peer.ReadToEndAsync());
        }
        catch (WebSocketException e)
        {
            Assert.Contains("400", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Spec", "T-22")]
    public async Task A_plain_WebSocket_client_cannot_use_the_server()
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => WebSocketPeer.ConnectAsync(server.Url(Profile.Main)));
        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Profile.WebSocketOnly, "websocket", "")]
    [InlineData(Profile.PollingOnly, "polling", "")]
    [InlineData(Profile.Compress, "polling", "")]
    [InlineData(Profile.Main, "polling", "\"websocket\"")]
    [InlineData(Profile.Main, "websocket", "")]
    [Trait("Spec", "TST-012")]
    [Trait("Spec", "EIO-005")]
    [Trait("Spec", "EIO-006")]
    public async Task Only_what_may_be_upgraded_to_is_announced(Profile profile, string transport, string upgrades)
    {
        await using var peer = await EnginePeer.OpenAsync(transport, server.Url(profile));
        Assert.Contains($"\"upgrades\":[{upgrades}],", peer.OpenJson, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "T-78")]
    [Trait("Spec", "T-85")]
    public async Task The_heartbeat_is_announced_as_configured()
    {
        await using var fast = await PollingPeer.OpenAsync(server.Url(Profile.Fast), polls: false);
        Assert.Contains("\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":1000000}", fast.OpenJson, StringComparison.Ordinal);
        await using var strict = await PollingPeer.OpenAsync(server.Url(Profile.Strict), polls: false);
        Assert.Contains("\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000}", strict.OpenJson, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "EIO-061")]
    public async Task Ids_are_not_given_twice()
    {
        var ids = new HashSet<string>();

        for (var i = 0; i < 50; i++)
        {
            await using var peer = await PollingPeer.OpenAsync(_url, polls: false);
            Assert.True(ids.Add(peer.Sid));
        }
    }

    private static Regex Open(string upgrades)
        => new($$"""^0\{"sid":"[A-Za-z0-9_-]{20}","upgrades":\[{{upgrades}}\],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000\}$""");
}
