using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SocketIO.Tests;

/// <summary>The page of the cluster sample, as one visitor has it.</summary>
internal sealed class ClusterPage(IPage page) : SamplePage(page)
{
    /// <summary>Gets the name of the node that serves it.</summary>
    public async Task<string> NodeAsync() => (await Page.Locator("#mine").GetAttributeAsync("data-node"))!;

    public Task<string> IdAsync() => Page.Locator("#id").InnerTextAsync();

    public async Task SeesNodeAsync()
    {
        await SeesStateAsync("connected");
        await Expect(Page.Locator("#mine[data-node]")).ToBeVisibleAsync(new() { Timeout = Limit });
    }

    public async Task SayAsync(string text)
    {
        await Page.FillAsync("#text", text);
        await Page.PressAsync("#text", "Enter");
    }

    public Task SeesLineAsync(string text) => Expect(Page.Locator("#lines .text").GetByText(text, new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = Limit });

    public async Task<bool> HasLineAsync(string text) => await Page.Locator("#lines .text").GetByText(text, new() { Exact = true }).CountAsync() > 0;

    public Task SeesStateAsync(string state) => Expect(Page.Locator("#status")).ToHaveAttributeAsync("data-state", state, new() { Timeout = Limit });

    /// <summary>Waits until the table has this visitor on this node.</summary>
    public Task SeesSocketAsync(string id, string node) => Expect(Page.Locator($"#sockets tr[data-id='{id}'][data-node='{node}']")).ToHaveCountAsync(1, new() { Timeout = Limit });

    public Task SeesSocketsAsync(int count) => Expect(Page.Locator("#sockets tr")).ToHaveCountAsync(count, new() { Timeout = Limit });

    public Task OpenAnotherAsync() => Page.ClickAsync("#another");

    /// <summary>Asks until so many servers have answered, and tells what each has said by its node: on a machine that stalls, one may count as gone for a moment.</summary>
    public async Task<IReadOnlyDictionary<string, string>> AskAsync(int servers)
    {
        for (var round = 1; ; round++)
        {
            var answers = await AskAsync();

            if (answers.Count == servers)
            {
                return answers;
            }

            Assert.True(round < 5, $"Of {servers} servers, these answered: {string.Join(", ", answers.Keys)}");
        }
    }

    private async Task<Dictionary<string, string>> AskAsync()
    {
        await Expect(Page.Locator("#ask")).ToBeEnabledAsync(new() { Timeout = Limit });
        var asked = int.Parse((await Page.Locator("#servers").GetAttributeAsync("data-asked"))!, CultureInfo.InvariantCulture);
        await Page.ClickAsync("#ask");
        await Expect(Page.Locator("#servers")).ToHaveAttributeAsync("data-asked", $"{asked + 1}", new() { Timeout = Limit });

        var answers = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var entry in await Page.Locator("#servers li").AllAsync())
        {
            answers.Add((await entry.GetAttributeAsync("data-node"))!, await entry.InnerTextAsync());
        }

        return answers;
    }

    public Task GreetAsync(string node) => Page.ClickAsync($"#servers li[data-node='{node}'] button");

    public Task StopMyNodeAsync() => Page.ClickAsync("#stop");

    public Task KillMyNodeAsync() => Page.ClickAsync("#kill");

    /// <summary>Waits until the page has come back from a node, on another, and tells what it says of that.</summary>
    public async Task<string> ComesBackFromAsync(string node)
    {
        var back = Page.Locator("#lines .happened").GetByText(new Regex($"^Back after .* on node [^{node}]\\. "));
        await Expect(back).ToBeVisibleAsync(new() { Timeout = Limit });
        await SeesStateAsync("connected");
        return await back.InnerTextAsync();
    }

    public Task<string> SessionAsync() => Page.Locator("#session").InnerTextAsync();
}
