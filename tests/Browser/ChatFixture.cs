using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>The chat sample and a Chromium.</summary>
public sealed class ChatFixture : IAsyncLifetime
{
    // The first two are what Chromium needs in a container, as root; the others keep it from calling home.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal ChatServer Server { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Server.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = Arguments,
        });
    }

    /// <summary>Opens the page as a person would who has been here before under this name: in a browser profile of their own.</summary>
    internal async Task<ChatPage> OpenAsync(string name, string query = "", BrowserNewContextOptions? options = null)
    {
        var context = await _browser!.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1180, Height = 760 } });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        var chat = new ChatPage(page, name);
        await page.GotoAsync(new Uri(Server.Address, query).ToString());
        return chat;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await Server.DisposeAsync();
    }
}
