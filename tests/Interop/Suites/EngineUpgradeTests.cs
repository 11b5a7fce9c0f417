using System.Net;
using System.Net.WebSockets;

namespace SocketIO.Tests;

/// <summary>The way of a session from polling to WebSocket.</summary>
public sealed class EngineUpgradeTests(ContractServer server)
{
    private readonly Uri _url = server.Url(Profile.Engine);

    [Fact]
    [Trait("Spec", "TST-178")]
    [Trait("Spec", "EIO-121")]
    [Trait("Spec", "EIO-122")]
    public async Task The_probe_is_answered_and_frees_the_pending_poll()
    {
        await using var polling = await PollingPeer.OpenAsync(_url, polls: false);
        await using var upgraded = await WebSocketPeer.UpgradeAsync(_url, polling.Sid);
        var pending = polling.PollAsync();
        await upgraded.SendAsync("2probe");

        Assert.Equal("3probe", await upgraded.NextAsync());
        Assert.Equal(["6"], await Wait.For("the pending poll", pending));
        await upgraded.SendAsync("5", "4hello");
        Assert.Equal("4hello", await upgraded.NextAsync());
    }

    [Fact]
    [Trait("Spec", "TST-178")]
    [Trait("Spec", "EIO-127")]
    public async Task After_the_upgrade_polling_is_a_transport_mismatch()
    {
        await using var polling = await PollingPeer.OpenAsync(_url, polls: false);
        await using var upgraded = await UpgradeAsync(polling.Sid);

        using var get = await polling.GetAsync();
        using var post = await polling.PostAsync("4x");
        Assert.Equal("""{"code":3,"message":"Bad request"}""", await get.Content.ReadAsStringAsync());
        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], [get.StatusCode, post.StatusCode]);

        await upgraded.SendAsync("4still here");
        Assert.Equal("4still here", await upgraded.NextAsync());
    }

    [Fact]
    [Trait("Spec", "TST-007")]
    [Trait("Spec", "TST-178")]
    [Trait("Spec", "EIO-055")]
    public async Task A_second_WebSocket_of_an_upgraded_session_ends_and_the_first_goes_on()
    {
        await using var polling = await PollingPeer.OpenAsync(_url, polls: false);
        await using var upgraded = await UpgradeAsync(polling.Sid);

        try
        {
            await using var second = await WebSocketPeer.UpgradeAsync(_url, polling.Sid);
            Assert.Empty(await second.ReadToEndAsync());
        }
        catch (WebSocketException)
        {
            // Refused before the handshake is as good.
        }

        await upgraded.SendAsync("4still here");
        Assert.Equal("4still here", await upgraded.NextAsync());
    }

    [Theory]
    [InlineData("4hello")]
    [InlineData("3probe")]
    [InlineData("2")]
    [Trait("Spec", "EIO-123")]
    [Trait("Hostile", "D2")]
    public async Task A_WebSocket_that_begins_with_anything_else_is_closed_and_polling_goes_on(string first)
    {
        await using var polling = await PollingPeer.OpenAsync(_url, polls: false);
        await using var webSocket = await WebSocketPeer.UpgradeAsync(_url, polling.Sid);
        await webSocket.SendAsync(first);

        Assert.Empty(await webSocket.ReadToEndAsync());
        await polling.SendAsync("4still here");
        Assert.Equal(["4still here"], await polling.PollAsync());
    }

    [Fact]
    [Trait("Spec", "EIO-123")]
    [Trait("Hostile", "D1")]
    public async Task An_upgrade_without_a_probe_keeps_the_session_usable()
    {
        await using var polling = await PollingPeer.OpenAsync(_url, polls: false);
        await using var webSocket = await WebSocketPeer.UpgradeAsync(_url, polling.Sid);
        await webSocket.SendAsync("5", "4hello");
        Assert.Equal("4hello", await webSocket.NextAsync());
    }

    [Fact]
    [Trait("Spec", "EIO-124")]
    [Trait("Hostile", "D13")]
    public async Task A_WebSocket_lost_during_the_probe_leaves_the_session_on_polling()
    {
        await using var polling = await PollingPeer.OpenAsync(_url, polls: false);
        var webSocket = await WebSocketPeer.UpgradeAsync(_url, polling.Sid);
        await webSocket.SendAsync("2probe");
        Assert.Equal("3probe", await webSocket.NextAsync());
        await webSocket.DisposeAsync();

        await polling.SendAsync("4still here");
        var packets = await polling.PollAsync();
        Assert.Contains("4still here", packets[0] == "6" ? await polling.PollAsync() : packets);
    }

    [Fact]
    [Trait("Spec", "EIO-125")]
    [Trait("Spec", "TST-050")]
    public async Task Messages_of_both_transports_keep_their_order_across_the_upgrade()
    {
        await using var polling = await PollingPeer.OpenAsync(_url, polls: false);
        await polling.SendAsync([.. Enumerable.Range(0, 20).Select(i => $"4{i}")]);
        await using var upgraded = await WebSocketPeer.UpgradeAsync(_url, polling.Sid);
        await upgraded.SendAsync("2probe");
        Assert.Equal("3probe", await upgraded.NextAsync());
        await polling.SendAsync([.. Enumerable.Range(20, 20).Select(i => $"4{i}")]);

        // What is not fetched by polling now goes out over the WebSocket, first of all.
        await upgraded.SendAsync([.. Enumerable.Range(40, 20).Select(i => $"4{i}").Prepend("5")]);
        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"4{i}"), await upgraded.NextAsync(60));
    }

    [Fact]
    [Trait("Spec", "EIO-044")]
    [Trait("Spec", "EIO-052")]
    [Trait("Spec", "T-59")]
    public async Task The_upgrade_of_an_unknown_session_is_refused()
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => WebSocketPeer.UpgradeAsync(_url, "abcdefghijklmnopqrst"));
        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
    }

    private async Task<WebSocketPeer> UpgradeAsync(string sid)
    {
        var peer = await WebSocketPeer.UpgradeAsync(_url, sid);
        await peer.SendAsync("2probe");
        Assert.Equal("3probe", await peer.NextAsync());
        await peer.SendAsync("5", "4upgraded");
        Assert.Equal("4upgraded", await peer.NextAsync());
        return peer;
    }
}
