using System.Net;
using SocketIO.Tests;

namespace SocketIO.Proxies;

/// <summary>Clients of a server that is taken out of service.</summary>
public sealed class DrainTests
{
    public static TheoryData<string, string> All => new MatrixTheoryData<string, string>(["nginx", "haproxy", "httpd", "caddy"], ["polling", "upgrade"]);

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_client_of_a_server_that_drains_moves_to_the_other(string kind, string transport)
    {
        await using var nodes = await Nodes.StartAsync(options => options.DrainTime = TimeSpan.FromSeconds(2));
        await using var proxy = await Proxy.StartAsync(kind, nodes);
        await using var client = ProxiedClient.Start(proxy.Address, ProxiedClient.Over(transport, reconnection: true));
        await client.NextAsync("connect");

        if (transport is "upgrade")
        {
            await client.NextAsync("upgrade");
        }

        var home = nodes.Of(await client.WhoAsync());
        var other = home == nodes.A ? nodes.B : nodes.A;
        var stopping = home.StopAsync();

        // For a while it goes on where it is.
        Assert.Equal(home.Name, await client.WhoAsync());

        var end = await client.NextAsync("disconnect");
        Assert.Equal("transport close", end.Reason);
        await client.NextAsync("connect");
        Assert.Equal(other.Name, await client.WhoAsync());
        Assert.Equal("server shutting down", Assert.Single(home.Reasons));
        await Wait.For("the host to stop", stopping);

        // These two ask the other server on behalf of a client that was refused.
        if (kind is "nginx" or "haproxy")
        {
            Assert.Empty(client.All("connect_error"));
        }
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    public async Task A_cookie_for_a_server_that_drains_leads_new_sessions_to_the_other_and_is_changed(string kind)
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync(kind, nodes);
        await using var client = await ProxiedClient.ConnectAsync(proxy.Address, "polling");
        var home = nodes.Of(await client.WhoAsync());
        var other = home == nodes.A ? nodes.B : nodes.A;
        using var stop = new CancellationTokenSource();
        var draining = home.Io.DrainAsync(TimeSpan.FromHours(1), stop.Token);

        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(proxy.Address, "socket.io/?EIO=4&transport=polling"));
        request.Headers.Add("Cookie", $"node={home.Name}");
        using var opened = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Contains(other.Io.NodeId, await opened.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith($"node={other.Name};", Assert.Single(opened.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);

        // Whoever was there before stays.
        Assert.Equal(home.Name, await client.WhoAsync());
        Assert.Empty(client.All("disconnect"));
        await stop.CancelAsync();
        await Wait.For("the server to have closed", draining);
    }

    [Theory]
    [InlineData("polling")]
    [InlineData("upgrade")]
    public async Task HAProxy_leaves_sessions_where_they_are_when_the_health_check_says_404(string transport)
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync("haproxy", nodes, configuration => Proxy.Replace(configuration, " check ", " check inter 100ms "));
        await using var client = await ProxiedClient.ConnectAsync(proxy.Address, transport);
        var home = nodes.Of(await client.WhoAsync());
        using var stop = new CancellationTokenSource();
        var draining = home.Io.DrainAsync(TimeSpan.FromHours(1), stop.Token);

        // A server counts as down after three checks, by default.
        await Wait.Until("the proxy was told often enough", () => home.RefusedProbes >= 6, () => home.RefusedProbes);

        Assert.Equal(home.Name, await client.WhoAsync());
        Assert.Empty(client.All("disconnect"));
        await stop.CancelAsync();
        await Wait.For("the server to have closed", draining);
    }

    [Fact]
    public async Task Caddy_takes_polling_sessions_away_when_the_health_check_fails_and_they_start_anew()
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync("caddy", nodes, configuration => Proxy.Replace(configuration, "health_interval 5s", "health_interval 100ms"));
        await using var client = ProxiedClient.Start(proxy.Address, ProxiedClient.Over("polling", reconnection: true));
        await client.NextAsync("connect");
        var home = nodes.Of(await client.WhoAsync());
        using var stop = new CancellationTokenSource();
        var draining = home.Io.DrainAsync(TimeSpan.FromHours(1), stop.Token);

        await Wait.Until("the proxy was told", () => home.RefusedProbes > 1);

        // The poll that waits is answered where it is; the next request goes elsewhere.
        await home.Io.EmitAsync("hello");
        var end = await client.NextAsync("disconnect");
        Assert.Equal(("transport error", 400), (end.Reason, end.Status));
        await client.NextAsync("connect");
        Assert.NotEqual(home.Name, await client.WhoAsync());
        await stop.CancelAsync();
        await Wait.For("the server to have closed", draining);
    }
}
