using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using SocketIO.Engine.Tests;

namespace SocketIO.Tests;

public sealed class CookieEndpointTests
{
    [Fact]
    [Trait("Spec", "EIO-111")]
    [Trait("Spec", "TST-008")]
    [Trait("Hostile", "A27")]
    public async Task Only_the_polling_handshake_sets_the_cookie()
    {
        await using var host = await EngineHost.StartAsync(o => o.Cookie = new());

        using var handshake = await host.Client.GetAsync(EngineHost.Query());
        var sid = (await handshake.Content.ReadAsStringAsync())[9..29];
        Assert.Equal([$"io={sid}; Path=/; HttpOnly; SameSite=Lax"], handshake.Headers.GetValues("Set-Cookie"));

        using var post = await host.PostAsync(sid, "4hello");
        using var poll = await host.PollAsync(sid);
        Assert.Equal("4hello", await poll.Content.ReadAsStringAsync());
        Assert.False(post.Headers.Contains("Set-Cookie"));
        Assert.False(poll.Headers.Contains("Set-Cookie"));

        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        var url = new UriBuilder(new Uri(host.Client.BaseAddress!, EngineHost.Query(transport: "websocket"))) { Scheme = "ws" }.Uri;
        await Wait.For("the WebSocket to open", socket.ConnectAsync(url, CancellationToken.None));
        Assert.DoesNotContain("Set-Cookie", socket.HttpResponseHeaders!.Keys);
    }

    [Fact]
    [Trait("Spec", "TST-008")]
    public async Task By_default_there_is_no_cookie()
    {
        await using var host = await EngineHost.StartAsync();
        using var handshake = await host.Client.GetAsync(EngineHost.Query());

        Assert.False(handshake.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    [Trait("Spec", "EIO-113")]
    public async Task The_server_does_not_read_the_cookie()
    {
        await using var host = await EngineHost.StartAsync(o => o.Cookie = new() { SameSite = SameSiteMode.Strict });
        var first = await host.OpenPollingAsync();
        var second = await host.OpenPollingAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, EngineHost.Query());
        request.Headers.Add("Cookie", $"io={first}");
        using var handshake = await host.Client.SendAsync(request);
        Assert.DoesNotContain(first, await handshake.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var post = new HttpRequestMessage(HttpMethod.Post, EngineHost.Query(second)) { Content = new StringContent("4for the second") };
        post.Headers.Add("Cookie", $"io={first}");
        await host.Client.SendAsync(post);
        Assert.Equal("4for the second", await host.PollTextAsync(second));
    }
}
