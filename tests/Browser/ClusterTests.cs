using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>The cluster sample: Redis, nginx, two nodes of ours and one of npm's, and pages that all three serve.</summary>
public sealed class ClusterTests
{
    private readonly List<ClusterPage> _pages = [];

    [Fact]
    public async Task Three_nodes_of_two_kinds_are_one_server_and_can_go_one_by_one()
    {
        await using var servers = new ClusterServers();
        servers.Start();
        await using var chromium = new Chromium();
        await chromium.StartAsync();
        await servers.SaysAsync($"http://localhost:{servers.Ports[0]} ");
        var byNode = await OpenOnAllNodesAsync(chromium, servers);
        var (a, b, c) = (byNode["a"], byNode["b"], byNode["c"]);

        await EveryoneIsSeenByEveryoneAsync();
        await EveryoneIsHeardByEveryoneAsync();

        foreach (var page in _pages)
        {
            var answers = await page.AskAsync(servers: 3);
            Assert.Contains(".NET 10", answers["a"], StringComparison.Ordinal);
            Assert.Contains(".NET 10", answers["b"], StringComparison.Ordinal);
            Assert.Contains("Node.js", answers["c"], StringComparison.Ordinal);
        }

        // What comes from one node keeps its order: who sees the second line would have seen the first.
        await a.GreetAsync("c");
        await a.SayAsync("That was for node c");
        await c.SeesLineAsync("Hello, clients of node c!");
        await b.SeesLineAsync("That was for node c");
        Assert.False(await b.HasLineAsync("Hello, clients of node c!"));

        // Stopped, a node hands its sessions over: its clients go on elsewhere as who they were.
        var id = await a.IdAsync();
        await a.StopMyNodeAsync();
        await servers.SaysAsync("Node a has ended");
        await b.SayAsync("Said while node a was away");
        Assert.Contains("Recovered", await a.ComesBackFromAsync("a"), StringComparison.Ordinal);
        Assert.Equal("recovered", await a.SessionAsync());
        Assert.Equal(id, await a.IdAsync());
        await a.SeesLineAsync("Said while node a was away");

        // Killed, it cannot.
        await c.KillMyNodeAsync();
        await servers.SaysAsync("Node c was killed");
        Assert.Contains("A new session", await c.ComesBackFromAsync("c"), StringComparison.Ordinal);
        Assert.Equal("new", await c.SessionAsync());
        await EveryoneIsSeenByEveryoneAsync();
        await servers.SaysAsync("Node c starts");
        await TakePicturesAsync(a, b, c);
        Assert.All(_pages, static page => Assert.Empty(page.Errors));

        Assert.Equal(143, await servers.StopAsync());
        Assert.Empty(servers.Leftovers);
        Assert.All(servers.Ports, static port => Assert.False(ClusterServers.Listens(port), $"Somebody still listens on port {port}."));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var servers = new ClusterServers(port);

        servers.Start();

        Assert.Equal(1, await servers.EndAsync());
        Assert.Contains($"port {port} is taken", servers.Output, StringComparison.Ordinal);
        Assert.Empty(servers.Leftovers);
    }

    [Fact]
    public void The_proxy_is_configured_as_the_guide_says()
    {
        var guide = File.ReadAllText(Checkout.PathTo("docs", "guide", "proxies", "nginx.conf"));
        var sample = File.ReadAllText(Checkout.PathTo("samples", "Cluster", "nginx.conf"));

        Assert.Contains(guide[guide.IndexOf("map $http_upgrade", StringComparison.Ordinal)..guide.IndexOf("server {\n  listen", StringComparison.Ordinal)], sample, StringComparison.Ordinal);
        Assert.EndsWith(guide[guide.IndexOf("  location /socket.io/", StringComparison.Ordinal)..], sample, StringComparison.Ordinal);
    }

    // nginx gives each new visitor to the next node. Each has a host name of its own: all tabs of one share the cookie, and so the node.
    private async Task<IReadOnlyDictionary<string, ClusterPage>> OpenOnAllNodesAsync(Chromium chromium, ClusterServers servers)
    {
        var byNode = new Dictionary<string, ClusterPage>(StringComparer.Ordinal);
        var context = await chromium.NewContextAsync();
        var opened = await context.NewPageAsync();
        await opened.GotoAsync(servers.Address.ToString());

        while (true)
        {
            var page = new ClusterPage(opened);
            await page.SeesNodeAsync();
            _pages.Add(page);
            byNode.TryAdd(await page.NodeAsync(), page);

            if (byNode.Count == 3)
            {
                return byNode;
            }

            Assert.True(_pages.Count < 9, $"Nine visitors, and only {string.Join(", ", byNode.Keys)} serve any: {servers.Output}");
            opened = await context.RunAndWaitForPageAsync(page.OpenAnotherAsync);
        }
    }

    // For people to judge, in artifacts/screenshots.
    private static async Task TakePicturesAsync(ClusterPage light, ClusterPage dark, ClusterPage phone)
    {
        await dark.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await phone.Page.SetViewportSizeAsync(390, 780);
        await light.ScreenshotAsync("cluster-1-light");
        await dark.ScreenshotAsync("cluster-2-dark");
        await phone.ScreenshotAsync("cluster-3-phone");

        foreach (var page in new[] { light, dark, phone })
        {
            Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the window.");
        }
    }

    private async Task EveryoneIsSeenByEveryoneAsync()
    {
        foreach (var page in _pages)
        {
            await page.SeesSocketsAsync(_pages.Count);

            foreach (var other in _pages)
            {
                await page.SeesSocketAsync(await other.IdAsync(), await other.NodeAsync());
            }
        }
    }

    private async Task EveryoneIsHeardByEveryoneAsync()
    {
        for (var number = 0; number < _pages.Count; number++)
        {
            await _pages[number].SayAsync($"This is visitor {number}");
        }

        foreach (var page in _pages)
        {
            for (var number = 0; number < _pages.Count; number++)
            {
                await page.SeesLineAsync($"This is visitor {number}");
            }
        }
    }
}
