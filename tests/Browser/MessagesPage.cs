using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SocketIO.Tests;

/// <summary>One person's page with private messages: what they do and what they see.</summary>
internal sealed class MessagesPage(IPage page, string name) : SamplePage(page)
{
    public string Name { get; } = name;

    public async Task JoinAsync()
    {
        await Page.FillAsync("#name", Name);
        await Page.ClickAsync("#welcome button");
        await SeesItselfAsync();
    }

    public Task PickAsync(string person) => Person(person).ClickAsync();

    /// <summary>Picks the one of this name who is here, or away.</summary>
    public Task PickAsync(string person, string presence) => Page.Locator("#people button", new() { HasText = person, Has = Page.Locator($".avatar.{presence}") }).ClickAsync();

    public async Task WriteAsync(string text)
    {
        await Page.FillAsync("#text", text);
        await Page.PressAsync("#text", "Enter");
    }

    /// <summary>Cuts the connection as a lost network does; the client comes back by itself.</summary>
    public async Task DropConnectionAsync()
    {
        await Page.ClickAsync("#status");
        await Page.ClickAsync("#drop");
    }

    /// <summary>Cuts the connection until it is called again.</summary>
    public async Task StayAwayOrComeBackAsync()
    {
        await Page.ClickAsync("#status");
        await Page.ClickAsync("#away");
    }

    public Task<string> SocketIdAsync() => Page.Locator("#c-id").EvaluateAsync<string>("id => id.textContent");

    public Task SeesItselfAsync() => Expect(Page.Locator("#me .name")).ToHaveTextAsync(Name, new() { Timeout = Limit });

    public Task SeesStateAsync(string state) => Expect(Page.Locator("#status")).ToHaveAttributeAsync("data-state", state, new() { Timeout = Limit });

    public Task SeesTransportAsync(string transport) => Expect(Page.Locator("#status-text")).ToHaveTextAsync(transport, new() { Timeout = Limit });

    public Task SeesNoticeAsync(string text) => Expect(Page.Locator("#notice")).ToContainTextAsync(text, new() { Timeout = Limit });

    public Task SeesPersonAsync(string person, string presence)
        => Expect(Person(person).Locator($".avatar.{presence}")).ToHaveCountAsync(1, new() { Timeout = Limit });

    public Task SeesUnreadAsync(string person, int count)
        => count == 0
            ? Expect(Person(person).Locator(".badge")).ToHaveCountAsync(0, new() { Timeout = Limit })
            : Expect(Person(person).Locator(".badge")).ToHaveTextAsync($"{count}", new() { Timeout = Limit });

    /// <summary>The conversation in front of them: exactly these messages.</summary>
    public Task SeesConversationAsync(params string[] texts) => Expect(Page.Locator(".message .content")).ToHaveTextAsync(texts, new() { Timeout = Limit });

    public Task SeesMarkAsync(string text, string state)
        => Expect(Page.Locator(".message.mine", new() { HasText = text }).Locator(".mark")).ToHaveAttributeAsync("data-state", state, new() { Timeout = Limit });

    private ILocator Person(string person) => Page.Locator("#people button", new() { HasText = person });
}
