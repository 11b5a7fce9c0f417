using SocketIO.Engine;
using SocketIO.Tests;

namespace SocketIO.Proxies;

/// <summary>What the proxies' time-outs mean for connections on which nothing happens.</summary>
public sealed class TimeoutTests
{
    // The documented minute and the heartbeat in it, both shortened.
    private static readonly Dictionary<string, (string Documented, string Short)> ShortTimeouts = new(StringComparer.Ordinal)
    {
        ["nginx"] = ("60s", "4s"),
        ["nginx-by-address"] = ("60s", "4s"),
        ["haproxy"] = ("60s", "4s"),
        ["httpd"] = ("Timeout 60", "Timeout 4"),

        // Has none for these unless one is set.
        ["caddy"] = ("health_interval 5s", "health_interval 4s"),
    };

    public static TheoryData<string, string> All => new MatrixTheoryData<string, string>(
        ["nginx", "nginx-by-address", "haproxy", "httpd", "caddy"], ["polling", "websocket"]);

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Spec", "T-75")]
    [Trait("Spec", "T-76")]
    public async Task A_quiet_connection_outlives_the_time_out_because_pings_come_sooner(string kind, string transport)
    {
        await using var nodes = await Nodes.StartAsync(options => options.PingInterval = TimeSpan.FromMilliseconds(500));
        await using var proxy = await Proxy.StartAsync(kind, nodes, Shortened(kind));
        await using var client = await ProxiedClient.ConnectAsync(proxy.Address, transport);

        // Five seconds.
        for (var ping = 1; ping <= 10; ping++)
        {
            await client.NextAsync("ping");
        }

        Assert.Empty(client.All("disconnect"));
        Assert.Equal(1, nodes.Of(await client.WhoAsync()).Io.SocketsCount);
        Assert.Empty(nodes.Errors);
    }

    [Theory]
    [InlineData("nginx", "polling")]
    [InlineData("nginx", "websocket")]
    [InlineData("haproxy", "polling")]
    [InlineData("haproxy", "websocket")]
    [InlineData("httpd", "polling")]
    [InlineData("httpd", "websocket")]
    [Trait("Spec", "T-74")]
    [Trait("Spec", "T-75")]
    [Trait("Spec", "T-76")]
    public async Task A_proxy_that_waits_less_than_a_heartbeat_closes_quiet_connections(string kind, string transport)
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync(kind, nodes, Shortened(kind));
        await using var client = await ProxiedClient.ConnectAsync(proxy.Address, transport);

        var end = await client.NextAsync("disconnect");

        // A poll that takes too long is answered by the proxy.
        Assert.Equal(
            transport is "polling" ? ("transport error", "xhr poll error", kind is "httpd" ? 502 : 504) : ("transport close", "websocket connection closed", null),
            (end.Reason, transport is "polling" ? end.Message : end.Description, end.Status));
        await Wait.Until("the server notices", () => nodes.SocketsCount == 0);
    }

    [Fact]
    [Trait("Spec", "T-75")]
    [Trait("Spec", "T-76")]
    public void The_defaults_fit_into_the_documented_minute()
    {
        var options = new EngineOptions();
        Assert.True(options.PingInterval + options.PingTimeout < TimeSpan.FromSeconds(60));
        Assert.All(ShortTimeouts.Where(kind => kind.Key is not "caddy"), kind => Assert.Contains(kind.Value.Documented, ProxyKind.Of(kind.Key).Documented, StringComparison.Ordinal));
    }

    private static Func<string, string> Shortened(string kind)
        => configuration => Proxy.Replace(configuration, ShortTimeouts[kind].Documented, ShortTimeouts[kind].Short);
}
