using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>A page of a sample, and what its scripts threw.</summary>
internal abstract class SamplePage : IAsyncDisposable
{
    // Playwright polls until an expectation holds or this has passed; nothing here sleeps.
    protected const float Limit = 20_000;

    private readonly List<string> _errors = [];

    protected SamplePage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What the page's scripts threw. Nothing, if all is well.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Keeps a picture of the page for people to judge.</summary>
    public async Task ScreenshotAsync(string name)
    {
        var folder = Path.Combine(Checkout.Root, "artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
