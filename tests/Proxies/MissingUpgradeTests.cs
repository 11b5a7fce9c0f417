using System.Text.RegularExpressions;

namespace SocketIO.Proxies;

/// <summary>Proxies that do not let WebSockets through.</summary>
public sealed partial class MissingUpgradeTests
{
    [Theory]
    [InlineData("nginx")]
    [InlineData("httpd")]
    [Trait("Spec", "T-13")]
    [Trait("Spec", "T-98")]
    [Trait("Spec", "T-99")]
    [Trait("Spec", "T-100")]
    public async Task Clients_stay_on_polling_and_the_server_says_why(string kind)
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync(kind, nodes, configuration =>
        {
            Assert.Matches(Upgrade(), configuration);
            return Upgrade().Replace(configuration, "");
        });
        await using var client = ProxiedClient.Start(proxy.Address, ProxiedClient.Over("upgrade"));

        await client.NextAsync("connect");
        Assert.StartsWith("probe error", (await client.NextAsync("upgradeError")).Message, StringComparison.Ordinal);

        Assert.Equal("polling", (await client.AskAsync("whoami")).Transport);
        var error = Assert.Single(nodes.Errors);
        Assert.Equal(3, (int)error.Code);
        Assert.Equal("Bad request", error.Message);
        Assert.Equal(
            [("name", "TRANSPORT_MISMATCH"), ("transport", "websocket"), ("previousTransport", "polling")],
            error.Context.Select(pair => (pair.Key, pair.Value?.ToString())));
        Assert.False(error.Request.Headers.TryGetValue("connection", out var connection) && connection.Contains("upgrade", StringComparison.OrdinalIgnoreCase));
    }

    // The lines of nginx, and the word of Apache.
    [GeneratedRegex(".*proxy_set_header (Upgrade|Connection) .*\n| upgrade=websocket")]
    private static partial Regex Upgrade();
}
