using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>Pictures of the whiteboard for people to judge, in artifacts/screenshots.</summary>
public sealed class WhiteboardScreenshotTests(WhiteboardFixture whiteboard) : IClassFixture<WhiteboardFixture>
{
    [Fact]
    public async Task The_page_is_worth_looking_at()
    {
        await using var ada = await whiteboard.OpenAsync("Ada Lovelace", "garden");
        await ada.ScreenshotAsync("whiteboard-1-empty");
        await using var grace = await whiteboard.OpenAsync("Grace Hopper", "garden", new() { ViewportSize = new() { Width = 1180, Height = 760 }, ColorScheme = ColorScheme.Dark });
        await using var alan = await whiteboard.OpenAsync("Alan Turing", "garden", new() { ViewportSize = new() { Width = 390, Height = 780 }, DeviceScaleFactor = 2, IsMobile = true, HasTouch = true });
        await ada.SeesPeopleAsync(3);

        await ada.ChooseAsync("Green");
        await ada.ChooseAsync("Broad");
        await ada.DrawAsync(Curve(40, 1560, x => 960 + (60 * Math.Sin(x / 170))));
        await ada.ChooseAsync("Medium");
        await ada.DrawAsync(Curve(560, 575, x => 920 - ((x - 560) * 26)));
        await grace.ChooseAsync("Orange");
        await grace.ChooseAsync("Broad");
        await grace.DrawAsync(Circle(1250, 300, 120));
        await grace.ChooseAsync("Red");
        await grace.ChooseAsync("Medium");
        await grace.DrawAsync([.. Enumerable.Range(0, 97).Select(step => Petal(570, 480, step / 96.0 * 2 * Math.PI))]);
        await ada.ChooseAsync("Blue");
        await ada.DrawAsync(Curve(150, 700, x => 210 + (34 * Math.Sin(x / 38))));
        await ada.ChooseAsync("Ink");
        await ada.ChooseAsync("Fine");
        await ada.DrawAsync((880, 905), (880, 700), (1010, 610), (1140, 700), (1140, 930));
        await ada.DrawAsync((880, 700), (1140, 700));
        await grace.PointAsync(1020, 420, ada);
        await ada.PointAsync(1180, 640, grace);
        await alan.SeesTheSameAsAsync(ada);

        await ada.ScreenshotAsync("whiteboard-2-light");
        await grace.ScreenshotAsync("whiteboard-3-dark");
        await alan.ScreenshotAsync("whiteboard-4-phone");

        foreach (var page in new[] { ada, grace, alan })
        {
            Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"), $"{page.Name}'s page is larger than the window.");
            Assert.Empty(page.Errors);
        }
    }

    private static (double X, double Y)[] Curve(int from, int to, Func<double, double> y)
        => [.. Enumerable.Range(0, 41).Select(step => from + ((to - from) * step / 40.0)).Select(x => (x, y(x)))];

    private static (double X, double Y)[] Circle(double x, double y, double radius)
        => [.. Enumerable.Range(0, 49).Select(step => step / 48.0 * 2 * Math.PI).Select(angle => (x + (radius * Math.Cos(angle)), y + (radius * Math.Sin(angle))))];

    private static (double X, double Y) Petal(double x, double y, double angle)
        => (x + (140 * Math.Cos(4 * angle) * Math.Cos(angle)), y + (140 * Math.Cos(4 * angle) * Math.Sin(angle)));
}
