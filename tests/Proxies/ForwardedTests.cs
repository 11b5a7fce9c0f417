namespace SocketIO.Proxies;

/// <summary>What the application learns of the client behind the proxy.</summary>
public sealed class ForwardedTests
{
    [Theory]
    [InlineData("nginx")]
    [InlineData("nginx-by-address")]
    [InlineData("haproxy")]
    [InlineData("httpd")]
    [InlineData("caddy")]
    public async Task The_clients_address_is_told_and_cannot_be_made_up(string kind)
    {
        await using var nodes = await Nodes.StartAsync();
        await using var proxy = await Proxy.StartAsync(kind, nodes);
        var options = ProxiedClient.Over("polling");
        options["extraHeaders"] = new Dictionary<string, string> { ["X-Forwarded-For"] = "203.0.113.7", ["X-Forwarded-Proto"] = "https" };
        await using var client = ProxiedClient.Start(proxy.Address, options, localAddress: "127.0.0.9");
        await client.NextAsync("connect");

        Assert.Equal("127.0.0.9", (await client.AskAsync("address")).Answer.GetString());

        // The middleware keeps what it has replaced: so the proxy has sent both headers, and its own scheme.
        Assert.StartsWith("127.0.0.1:", (await client.AskAsync("headers", "x-original-for")).Answer.GetString());
        Assert.Equal("http", (await client.AskAsync("headers", "x-original-proto")).Answer.GetString());
        Assert.False(nodes.Of(await client.WhoAsync()).Io.Engine.Clients.Single().Request.Secure);
        Assert.Equal(proxy.Address.Authority, (await client.AskAsync("headers", "host")).Answer.GetString());
    }
}
