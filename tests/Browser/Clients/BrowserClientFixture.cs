using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>A Chromium, and for each client a page at the contract server's address.</summary>
public sealed class BrowserClientFixture(ContractServer server) : IAsyncLifetime
{
    private readonly ConcurrentDictionary<BrowserClient, Lazy<Task<(IPage, List<IRequest>)>>> _pages = new();
    private readonly ConcurrentDictionary<(BrowserClient, string), Lazy<Task<string?>>> _outcomes = new();
    private readonly Chromium _chromium = new();

    public async ValueTask InitializeAsync() => await _chromium.StartAsync();

    /// <summary>What went wrong in a case; null when nothing did.</summary>
    internal Task<string?> ErrorOf(BrowserClient client, string name)
        => _outcomes.GetOrAdd((client, name), _ => new(async () => await (await PageOf(client)).Page.EvaluateAsync<string?>("([name, way]) => compat.run(name, way)", new[] { name, client.Way }))).Value;

    /// <summary>The page of a client, and what it has requested.</summary>
    internal Task<(IPage Page, List<IRequest> Requests)> PageOf(BrowserClient client) => _pages.GetOrAdd(client, _ => new(() => OpenAsync(client))).Value;

    public ValueTask DisposeAsync() => _chromium.DisposeAsync();

    private async Task<(IPage, List<IRequest>)> OpenAsync(BrowserClient client)
    {
        var page = await (await _chromium.NewContextAsync()).NewPageAsync();
        var requests = new List<IRequest>();
        page.Request += (_, request) => requests.Add(request);

        // Any page of the server will do. It must be a real one: what Playwright makes up is from nowhere, and may not open WebSockets to this machine.
        await page.GotoAsync(new Uri(server.Url(client.Profile), "/socket.io/socket.io.js").AbsoluteUri);
        await page.AddScriptTagAsync(new() { Path = client.File });
        await page.AddScriptTagAsync(new() { Path = Checkout.PathTo("tests", "Browser", "Clients", "cases.js") });
        return (page, requests);
    }
}
