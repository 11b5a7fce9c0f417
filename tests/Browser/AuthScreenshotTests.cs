using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>Pictures of the page about authentication for people to judge, in artifacts/screenshots.</summary>
public sealed class AuthScreenshotTests(AuthFixture auth) : IClassFixture<AuthFixture>
{
    [Fact]
    public async Task The_page_is_worth_looking_at()
    {
        await using var refused = await auth.OpenAsync();
        await refused.SeesFormAsync("Sign in to connect");
        await refused.ScreenshotAsync("auth-1-refused");

        await using var ada = await auth.OpenAsync();
        await ada.SignInAsync("ada", "token");
        await using var grace = await auth.OpenAsync();
        await grace.SignInAsync("grace");
        await grace.SeesOnBoardAsync("Ada Lovelace", "Grace Hopper");
        await ada.Page.ClickAsync("#wave");
        await grace.AnnounceAsync("The compiler is ready");
        await ada.AnnounceAsync("Is it?");
        await ada.SeesAsync("refused");
        await grace.SeesAsync("The compiler is ready");
        await grace.ScreenshotAsync("auth-2-operator");
        await ada.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await ada.ScreenshotAsync("auth-3-user-dark");
        await ada.Page.SetViewportSizeAsync(390, 1000);
        await ada.ScreenshotAsync("auth-4-phone");

        foreach (var page in new[] { refused, ada, grace })
        {
            Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the window.");
            Assert.Empty(page.Errors);
        }
    }
}
