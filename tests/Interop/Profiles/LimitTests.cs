using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace SocketIO.Tests;

/// <summary>The largest message that a server takes, crossed by one byte.</summary>
public sealed class LimitTests(ContractServer server)
{
    [Theory]
    [InlineData(Profile.Strict, 1_000)]
    [InlineData(Profile.Main, 1_000_000)]
    [Trait("Spec", "T-82")]
    [Trait("Spec", "EIO-094")]
    [Trait("Spec", "TST-038")]
    [Trait("Hostile", "B4")]
    [Trait("Hostile", "B5")]
    public async Task A_POST_above_the_limit_gets_413_and_the_session_stays(Profile profile, int limit)
    {
        await using var peer = await PollingPeer.OpenAsync(server.Url(profile), polls: false);
        await peer.SendAsync("40");
        await peer.PollAsync();

        using var http = new HttpClient();
        using var over = await http.PostAsync(peer.SessionUrl, new StringContent(Event(limit + 1), Encoding.UTF8, "text/plain"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, over.StatusCode);
        Assert.Equal("", await over.Content.ReadAsStringAsync());

        await peer.SendAsync(Event(limit));
        await peer.SendAsync("421[\"ack-none\"]");
        Assert.Equal(["431[]"], await peer.PollAsync());
    }

    [Theory]
    [InlineData(Profile.Strict, 1_000)]
    [InlineData(Profile.Main, 1_000_000)]
    [Trait("Spec", "T-82")]
    [Trait("Spec", "EIO-091")]
    [Trait("Spec", "TST-038")]
    [Trait("Hostile", "C19")]
    public async Task A_WebSocket_message_above_the_limit_is_closed_with_1009(Profile profile, int limit)
    {
        await using var peer = await WebSocketPeer.OpenAsync(server.Url(profile));
        await peer.JoinAsync();
        await peer.SendAsync(Event(limit), "421[\"ack-none\"]");
        Assert.Equal("431[]", await peer.NextAsync());

        try
        {
            await peer.SendAsync(Event(limit + 1));
        }
        catch (WebSocketException)
        {
            // The server need not wait for the rest of what it refuses.
        }

        await peer.ReadToEndAsync();
        Assert.True(peer.CloseStatus is null or WebSocketCloseStatus.MessageTooBig, peer.CloseStatus.ToString());
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("websocket")]
    [Trait("Spec", "T-83")]
    public async Task A_raised_limit_counts(string transport)
    {
        await using var peer = await EnginePeer.OpenAsync(transport, server.Url(Profile.Large));
        await peer.JoinAsync();
        await peer.SendAsync(Event(20_000_000), "421[\"ack-none\"]");
        Assert.Equal("431[]", await peer.NextAsync());
    }

    private static string Event(int bytes)
    {
        const string start = "42[\"nobody-listens\",\"";
        const string end = "\"]";
        return $"{start}{new string('x', bytes - start.Length - end.Length)}{end}";
    }
}
