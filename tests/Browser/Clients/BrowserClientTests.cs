using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>The bundles of npm's clients in a browser, where they use what Node has not: binary bodies, Blobs, scripts and forms.</summary>
public sealed partial class BrowserClientTests(BrowserClientFixture fixture) : IClassFixture<BrowserClientFixture>
{
    private static readonly string[] Names =
        [.. CaseName().Matches(File.ReadAllText(Checkout.PathTo("tests", "Browser", "Clients", "cases.js"))).Select(match => match.Groups[1].Value)];

    public static IEnumerable<TheoryDataRow<string, string, string>> Cases
        => from client in BrowserClient.All
           from name in Names
           select new TheoryDataRow<string, string, string>(client.Bundle, client.Transport, name) { TestDisplayName = $"{client.Bundle} in Chromium, {client.Transport}: {name}" };

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Spec", "T-40")]
    [Trait("Spec", "T-44")]
    public async Task Passes(string bundle, string transport, string name)
    {
        var error = await Wait.For(name, fixture.ErrorOf(new BrowserClient(bundle, transport), name), TimeSpan.FromSeconds(60));
        Assert.True(error is null, error);
    }

    [Fact]
    [Trait("Spec", "V3-008")]
    public async Task The_old_bundle_polls_with_binary_bodies()
    {
        var client = new BrowserClient("2.5.0", "polling");
        Assert.Null(await fixture.ErrorOf(client, "binary both ways"));
        var (_, requests) = await fixture.PageOf(client);

        Assert.DoesNotContain(requests, request => request.Url.Contains("b64=", StringComparison.Ordinal));
        Assert.Contains(requests, request => request.Method == "POST" && request.Headers["content-type"] == "application/octet-stream");
    }

    [Fact]
    [Trait("Spec", "V3-014")]
    [Trait("Spec", "V3-015")]
    public async Task The_old_bundle_polls_by_scripts_and_forms()
    {
        var client = new BrowserClient("2.5.0", "JSONP");
        Assert.Null(await fixture.ErrorOf(client, "events"));
        var (_, requests) = await fixture.PageOf(client);
        var polls = requests.Where(request => request.Url.Contains("transport=polling", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(polls);
        Assert.All(polls, request => Assert.Matches("[?&]j=\\d+", request.Url));
        Assert.All(polls, request => Assert.Equal(request.Method == "GET" ? "script" : "document", request.ResourceType));
    }

    [Fact]
    public async Task The_page_shows_the_results_of_this_run()
    {
        var rows = new List<string> { "| client | Engine.IO | polling | WebSocket | upgrade | JSONP |", "| --- | --- | --- | --- | --- | --- |" };

        foreach (var clients in BrowserClient.All.GroupBy(client => (client.Bundle, client.Protocol)))
        {
            var cells = new List<string>();

            foreach (var transport in (string[])["polling", "websocket", "upgrade", "JSONP"])
            {
                cells.Add(clients.SingleOrDefault(client => client.Transport == transport) is { } client ? await CellOf(client) : "it has none");
            }

            rows.Add($"| socket.io-client {clients.Key.Bundle} in Chromium | {clients.Key.Protocol} | {string.Join(" | ", cells)} |");
        }

        GeneratedSection.IsShown("docs/compatibility.md", "browsers", rows);
    }

    private async Task<string> CellOf(BrowserClient client)
    {
        var works = 0;

        foreach (var name in Names)
        {
            works += await Wait.For(name, fixture.ErrorOf(client, name), TimeSpan.FromSeconds(60)) is null ? 1 : 0;
        }

        return $"{works} of {Names.Length}";
    }

    [GeneratedRegex("^    \"([^\"]+)\": async", RegexOptions.Multiline)]
    private static partial Regex CaseName();
}
