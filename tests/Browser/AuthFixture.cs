using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>The sample about authentication and a Chromium.</summary>
public sealed class AuthFixture() : SampleFixture("Auth")
{
    /// <summary>Opens the page in a browser profile of its own, or as another tab of a profile.</summary>
    internal async Task<AuthPage> OpenAsync(IBrowserContext? profile = null, Uri? address = null)
    {
        profile ??= await NewContextAsync(new() { ViewportSize = new() { Width = 1180, Height = 800 } });
        var page = new AuthPage(await profile.NewPageAsync());
        await page.Page.GotoAsync((address ?? Server.Address).ToString());
        return page;
    }
}
