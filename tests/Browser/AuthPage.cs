using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SocketIO.Tests;

/// <summary>One tab with the sample about authentication: what is done there, and what is seen.</summary>
internal sealed class AuthPage(IPage page) : SamplePage(page)
{
    private static readonly Dictionary<string, string> s_passwords = new() { ["alan"] = "enigma", ["ada"] = "engine", ["grace"] = "compiler" };

    public async Task SignInAsync(string name, string way = "cookie")
    {
        await TrySignInAsync(name, s_passwords[name], way);
        await Expect(Page.Locator("#user-id")).ToHaveTextAsync(name, new() { Timeout = Limit });
    }

    public async Task TrySignInAsync(string name, string password, string way = "cookie")
    {
        await Page.FillAsync("#name", name);
        await Page.FillAsync("#password", password);
        await Page.CheckAsync($"[name=way][value={way}]", new() { Force = true });
        await Page.ClickAsync("#sign-in .primary");
    }

    public Task SignOutAsync() => Page.ClickAsync("#sign-out");

    public async Task AnnounceAsync(string text)
    {
        await Page.FillAsync("#announce input", text);
        await Page.PressAsync("#announce input", "Enter");
    }

    public Task SeesFormAsync(string reason) => Expect(Page.Locator("#sign-in #refused")).ToHaveTextAsync(reason, new() { Timeout = Limit });

    public async Task SeesUserAsync(string name, string role, string via)
    {
        await Expect(Page.Locator("#user")).ToHaveTextAsync(name, new() { Timeout = Limit });
        await Expect(Page.Locator("#roles")).ToHaveTextAsync(role, new() { Timeout = Limit });
        await Expect(Page.Locator("#via")).ToHaveTextAsync(via, new() { Timeout = Limit });
    }

    public async Task SeesNamespaceAsync(string name, string state, string text)
    {
        await Expect(Page.Locator($"[data-namespace='{name}']")).ToHaveAttributeAsync("data-state", state, new() { Timeout = Limit });
        await Expect(Page.Locator($"[data-namespace='{name}'] .answer")).ToContainTextAsync(text, new() { Timeout = Limit });
    }

    public Task SeesTokenAsync(int number)
        => Expect(Page.Locator("#token")).ToHaveAttributeAsync("data-number", $"{number}", new() { Timeout = Limit });

    public Task SeesOnBoardAsync(params string[] names)
        => Expect(Page.Locator("#board .person span:nth-child(2)")).ToHaveTextAsync(names, new() { Timeout = Limit });

    public Task SeesAsync(string text) => Expect(Page.Locator("#log li", new() { HasText = text }).First).ToBeVisibleAsync(new() { Timeout = Limit });
}
