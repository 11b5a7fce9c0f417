using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SocketIO.Tests;

/// <summary>One person at the chat page: what they do and what they see.</summary>
internal sealed class ChatPage(IPage page, string name) : SamplePage(page)
{
    public string Name => name;

    public async Task JoinAsync()
    {
        await Page.FillAsync("#name", Name);
        await Page.ClickAsync("#welcome button");
        await SeesStateAsync("connected");
    }

    public async Task EnterAsync(string room)
    {
        await Page.FillAsync("#new-room input", room);
        await Page.PressAsync("#new-room input", "Enter");
        await Expect(Page.Locator("#title")).ToHaveTextAsync($"# {room}", new() { Timeout = Limit });
    }

    /// <summary>
    /// Types until somebody else sees it. The news is volatile: one that finds their connection, or the server's, busy is lost, and the page sends the
    /// next with the keys that are pressed 2.5 seconds later.
    /// </summary>
    public async Task TypeAsync(string text, ChatPage reader)
    {
        for (var round = 0; round < 8; round++)
        {
            await Page.FillAsync("#text", string.Empty);
            await Page.Locator("#text").PressSequentiallyAsync(text);

            try
            {
                await Expect(reader.Page.Locator("#typing")).ToHaveTextAsync($"{Name} is typing", new() { Timeout = 2_600 });
                return;
            }
            catch (PlaywrightException) when (round < 7)
            {
            }
        }
    }

    public async Task SayAsync(string text)
    {
        await Page.FillAsync("#text", text);
        await Page.PressAsync("#text", "Enter");
    }

    public Task SendPictureAsync(string name, byte[] bytes)
        => Page.SetInputFilesAsync("#file", new FilePayload { Name = name, MimeType = "image/png", Buffer = bytes });

    /// <summary>Cuts the connection as a lost network does.</summary>
    public async Task DropConnectionAsync()
    {
        await Page.ClickAsync("#status");
        await Page.ClickAsync("#drop-connection");
    }

    public Task SeesStateAsync(string state) => Expect(Page.Locator("#status")).ToHaveAttributeAsync("data-state", state, new() { Timeout = Limit });

    public Task SeesTransportAsync(string transport) => Expect(Page.Locator("#status-text")).ToHaveTextAsync(transport, new() { Timeout = Limit });

    /// <summary>People are listed by name, in whichever order they have come.</summary>
    public Task SeesPeopleAsync(params string[] names)
        => Expect(Page.Locator("#people .name")).ToHaveTextAsync(names.Order(StringComparer.Ordinal), new() { Timeout = Limit });

    public Task SeesNobodyTypingAsync() => Expect(Page.Locator("#typing")).ToHaveTextAsync(string.Empty, new() { Timeout = Limit });

    public Task SeesNoticeAsync(string text) => Expect(Page.Locator(".notice", new() { HasText = text }).First).ToBeVisibleAsync(new() { Timeout = Limit });

    public Task SeesAsync(string author, string text) => Expect(Message(author, text)).ToHaveCountAsync(1, new() { Timeout = Limit });

    public Task SeesMarkAsync(string text, string state)
        => Expect(Message(Name, text).Locator(".mark")).ToHaveAttributeAsync("data-state", state, new() { Timeout = Limit });

    /// <summary>The width of the picture that somebody sent, once the browser has decoded it.</summary>
    public async Task<int> SeesPictureAsync(string author)
    {
        var image = Page.Locator($".message[data-author='{author}'] img").Last;
        await Expect(image).ToHaveJSPropertyAsync("complete", true, new() { Timeout = Limit });
        return await image.EvaluateAsync<int>("image => image.naturalWidth");
    }

    private ILocator Message(string author, string text)
        => Page.Locator($".message[data-author='{author}']", new() { Has = Page.Locator(".content", new() { HasText = text }) });
}
