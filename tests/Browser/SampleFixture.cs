using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>A sample and a Chromium.</summary>
public abstract class SampleFixture(string sample) : IAsyncLifetime
{
    private readonly Chromium _chromium = new();

    internal SampleServer Server { get; } = new(sample);

    public async ValueTask InitializeAsync()
    {
        await Server.StartAsync();
        await _chromium.StartAsync();
    }

    /// <summary>A browser profile of its own: with cookies and storage that no other has.</summary>
    internal Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null) => _chromium.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await Server.DisposeAsync();
    }
}
