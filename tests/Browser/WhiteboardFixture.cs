using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>The whiteboard sample and a Chromium.</summary>
public sealed class WhiteboardFixture() : SampleFixture("Whiteboard")
{
    /// <summary>Opens a board as somebody of this name, in a browser profile of their own.</summary>
    internal async Task<WhiteboardPage> OpenAsync(string name, string board, BrowserNewContextOptions? options = null)
    {
        var context = await NewContextAsync(options);
        await context.AddInitScriptAsync($"localStorage.setItem('name', '{name}')");
        var whiteboard = new WhiteboardPage(await context.NewPageAsync(), name);
        await whiteboard.Page.GotoAsync(new Uri(Server.Address, $"#{board}").ToString());
        await whiteboard.SeesStateAsync("connected");
        return whiteboard;
    }
}
