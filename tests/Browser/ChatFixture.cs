using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>The chat sample and a Chromium.</summary>
public sealed class ChatFixture() : SampleFixture("Chat")
{
    /// <summary>Opens the page as a person would who has been here before under this name: in a browser profile of their own.</summary>
    internal async Task<ChatPage> OpenAsync(string name, string query = "", BrowserNewContextOptions? options = null)
    {
        var context = await NewContextAsync(options);
        var chat = new ChatPage(await context.NewPageAsync(), name);
        await chat.Page.GotoAsync(new Uri(Server.Address, query).ToString());
        return chat;
    }
}
