using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>Pictures of the page for people to judge, in artifacts/screenshots; what a program can judge about them, it does.</summary>
public sealed class ChatScreenshotTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task The_page_is_worth_looking_at()
    {
        await using var ada = await chat.OpenAsync("Ada Lovelace");
        await using var grace = await chat.OpenAsync("Grace Hopper", options: Dark(1180, 760));
        await using var alan = await chat.OpenAsync("Alan Turing", options: Phone());

        await ada.ScreenshotAsync("1-welcome");
        await ada.JoinAsync();
        await grace.JoinAsync();
        await alan.JoinAsync();
        await ada.SeesPeopleAsync("Ada Lovelace", "Grace Hopper", "Alan Turing");

        await ada.SayAsync("Good morning! Does the new server really do binary?");
        await ada.SayAsync("Somebody send a picture, please.");
        await grace.SeesAsync("Ada Lovelace", "Somebody send a picture");
        await grace.SayAsync("Here, from my window:");
        await grace.SendPictureAsync("hills.png", Pictures.Hills(960, 540));
        Assert.Equal(960, await ada.SeesPictureAsync("Grace Hopper"));
        await alan.SayAsync("It arrived as bytes, not as base64. See https://socket.io/docs/v4/ for how it travels.");
        await ada.SeesAsync("Alan Turing", "It arrived");
        await ada.SayAsync("🎉");
        await ada.SayAsync("Three pages, one room, and everyone has read this.");
        await ada.SeesMarkAsync("Three pages", "delivered");
        await grace.TypeAsync("I am still typ", ada);

        await ada.ScreenshotAsync("2-desktop-light");
        await grace.ScreenshotAsync("3-desktop-dark");
        await alan.ScreenshotAsync("4-phone");
        await alan.Page.ClickAsync("#menu");
        await alan.ScreenshotAsync("5-phone-side");
        await ada.Page.ClickAsync("#status");
        await ada.ScreenshotAsync("6-connection");

        foreach (var page in new[] { ada, grace, alan })
        {
            Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{page.Name}'s page is wider than the window.");
            Assert.Empty(page.Errors);
        }
    }

    private static BrowserNewContextOptions Dark(int width, int height)
        => new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = ColorScheme.Dark };

    private static BrowserNewContextOptions Phone()
        => new() { ViewportSize = new() { Width = 390, Height = 780 }, DeviceScaleFactor = 2, IsMobile = true, HasTouch = true };
}
