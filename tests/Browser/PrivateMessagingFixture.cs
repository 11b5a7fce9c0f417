using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>The sample with private messages and a Chromium.</summary>
public sealed class PrivateMessagingFixture() : SampleFixture("PrivateMessaging")
{
    /// <summary>Opens the page as somebody new, in a browser profile of their own, and comes in.</summary>
    internal async Task<MessagesPage> OpenAsync(string name, BrowserNewContextOptions? options = null)
    {
        var page = await OpenAsync(await NewContextAsync(options), name);
        await page.JoinAsync();
        return page;
    }

    /// <summary>Opens the page in a browser profile that may have been here before.</summary>
    internal async Task<MessagesPage> OpenAsync(IBrowserContext context, string name)
    {
        var page = new MessagesPage(await context.NewPageAsync(), name);
        await page.Page.GotoAsync(Server.Address.ToString());
        return page;
    }
}
