using System.Security.Cryptography;
using SocketIO.Tests;

namespace SocketIO.Proxies;

/// <summary>Every transport through every proxy, with the configuration that the guide shows.</summary>
public sealed class TransportTests
{
    public static TheoryData<string, string> All => new MatrixTheoryData<string, string>(
        ["nginx", "nginx-by-address", "haproxy", "httpd", "caddy"], ["polling", "websocket", "upgrade"]);

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Spec", "T-57")]
    [Trait("Spec", "T-92")]
    [Trait("Spec", "T-93")]
    public async Task Events_acknowledgements_and_bytes_go_both_ways_and_a_session_stays_on_its_node(string kind, string transport)
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync(kind, nodes);
        await using var client = await ProxiedClient.ConnectAsync(proxy.Address, transport);
        var home = await client.WhoAsync();

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(home, await client.WhoAsync());
        }

        // More than any proxy buffers at once.
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        Assert.Equal(bytes, (await client.AskAsync("echo", bytes)).ToBytes());
        var last = await client.AskAsync("ask me", bytes);
        Assert.Equal(bytes, last.ToBytes());

        Assert.Equal(transport is "polling" ? "polling" : "websocket", last.Transport);
        Assert.EndsWith(nodes.Of(home).Io.NodeId, last.Session, StringComparison.Ordinal);
        Assert.Equal((1, 1), (nodes.Of(home).Io.SocketsCount, nodes.SocketsCount));
        Assert.Empty(nodes.Errors);
        Assert.Empty(client.All("disconnect"));
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Spec", "T-66")]
    public async Task A_client_that_dies_behind_the_proxy_is_noticed(string kind, string transport)
    {
        await using var nodes = await Nodes.StartAsync(options =>
        {
            options.PingInterval = TimeSpan.FromSeconds(1);
            options.PingTimeout = TimeSpan.FromSeconds(3);
        });
        await using var proxy = await Proxy.StartAsync(kind, nodes);
        await using var client = await ProxiedClient.ConnectAsync(proxy.Address, transport);
        var home = nodes.Of(await client.WhoAsync());
        Assert.Empty(home.Reasons);

        // A poll waits: between two of them nobody could know of the client's end before the next ping.
        await Wait.Until("the session can be written to", () => home.Io.Engine.Clients.Single().IsWritable);

        await client.KillAsync();

        await Wait.Until("the server notices", () => !home.Reasons.IsEmpty);

        // Apache and HAProxy do not look at the client while they wait for an answer to its poll; the others tell of its end at once.
        var reason = Assert.Single(home.Reasons);
        Assert.Contains(reason, (string[])(kind is "httpd" or "haproxy" && transport is "polling" ? ["ping timeout"] : ["transport close", "transport error"]));
        Assert.Equal(0, nodes.SocketsCount);
    }
}
