using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>Pictures of the page with private messages for people to judge, in artifacts/screenshots.</summary>
public sealed class PrivateMessagingScreenshotTests(PrivateMessagingFixture messaging) : IClassFixture<PrivateMessagingFixture>
{
    [Fact]
    public async Task The_page_is_worth_looking_at()
    {
        await using var ada = await messaging.OpenAsync("Ada Lovelace");
        await ada.ScreenshotAsync("messages-1-alone");
        await using var grace = await messaging.OpenAsync("Grace Hopper", new() { ViewportSize = new() { Width = 1180, Height = 760 }, ColorScheme = ColorScheme.Dark });
        await using var alan = await messaging.OpenAsync("Alan Turing", new() { ViewportSize = new() { Width = 390, Height = 780 }, DeviceScaleFactor = 2, IsMobile = true, HasTouch = true });
        await using var edsger = await messaging.OpenAsync("Edsger Dijkstra");

        await edsger.PickAsync("Ada Lovelace");
        await edsger.WriteAsync("Simplicity is a prerequisite for reliability.");
        await ada.SeesUnreadAsync("Edsger Dijkstra", 1);
        await edsger.WriteAsync("I have to go.");
        await ada.SeesUnreadAsync("Edsger Dijkstra", 2);
        await edsger.Page.CloseAsync();
        await ada.SeesPersonAsync("Edsger Dijkstra", "away");

        await ada.PickAsync("Grace Hopper");
        await grace.PickAsync("Ada Lovelace");
        await ada.WriteAsync("Did you find it?");
        await grace.SeesConversationAsync("Did you find it?");
        await grace.WriteAsync("Yes. It was a moth, in relay 70 of panel F.");
        await grace.WriteAsync("I taped it into the log book.");
        await ada.SeesConversationAsync("Did you find it?", "Yes. It was a moth, in relay 70 of panel F.", "I taped it into the log book.");
        await alan.PickAsync("Ada Lovelace");
        await alan.WriteAsync("May I ask you something about your engine?");
        await ada.SeesUnreadAsync("Alan Turing", 1);

        await grace.StayAwayOrComeBackAsync();
        await ada.SeesPersonAsync("Grace Hopper", "away");
        await ada.WriteAsync("The first bug that somebody has really found. Keep the page!");
        await ada.SeesMarkAsync("The first bug", "accepted");
        await ada.ScreenshotAsync("messages-2-light");

        await grace.StayAwayOrComeBackAsync();
        await grace.SeesNoticeAsync("Recovered after");
        await ada.SeesMarkAsync("The first bug", "delivered");
        await grace.SeesTransportAsync("websocket");
        await grace.Page.ClickAsync("#status");
        await grace.ScreenshotAsync("messages-3-dark-recovered");
        await alan.ScreenshotAsync("messages-4-phone");
        await alan.Page.ClickAsync("#menu");
        await alan.ScreenshotAsync("messages-5-phone-people");

        foreach (var page in new[] { ada, grace, alan })
        {
            Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{page.Name}'s page is wider than the window.");
            Assert.Empty(page.Errors);
        }
    }
}
