using Microsoft.Playwright;

namespace SocketIO.Tests;

/// <summary>The whiteboard sample as people use it. Pictures are compared pixel by pixel: everyone has the same.</summary>
public sealed class WhiteboardTests(WhiteboardFixture whiteboard) : IClassFixture<WhiteboardFixture>
{
    private const string Paper = "#ffffff";
    private const string Ink = "#1f2326";
    private const string Red = "#e5484d";
    private const string Blue = "#0090ff";

    [Fact]
    public async Task What_one_draws_all_see_and_clear_clears_for_all()
    {
        await using var ada = await whiteboard.OpenAsync("Ada", "together");
        await using var grace = await whiteboard.OpenAsync("Grace", "together");
        await ada.SeesPeopleAsync(2);

        await ada.ChooseAsync("Red");
        await ada.ChooseAsync("Broad");
        await ada.DrawAsync((200, 600), (1400, 600));
        await grace.SeesColourAsync(1000, 600, Red);

        // Across Ada's line: what was drawn later lies on top, for both.
        await grace.ChooseAsync("Blue");
        await grace.DrawAsync((800, 200), (820, 1000));
        await ada.SeesColourAsync(811, 600, Blue);
        await ada.SeesTheSameAsAsync(grace);
        await grace.PointAsync(500, 300, ada);

        await grace.ClearAsync();
        await ada.SeesColourAsync(1000, 600, Paper);
        await grace.SeesColourAsync(1000, 600, Paper);
        await ada.SeesTheSameAsAsync(grace);

        Assert.Empty(ada.Errors);
        Assert.Empty(grace.Errors);
    }

    [Fact]
    public async Task Who_comes_late_sees_the_picture_so_far()
    {
        await using var ada = await whiteboard.OpenAsync("Ada", "late");
        await ada.DrawAsync((100, 100), (700, 900), (1500, 100));
        await ada.ChooseAsync("Eraser");
        await ada.DrawAsync((700, 900), (702, 900));
        await ada.SeesColourAsync(700, 890, Paper);

        await using var phone = await whiteboard.OpenAsync("Grace", "late", new() { ViewportSize = new() { Width = 390, Height = 780 }, IsMobile = true, HasTouch = true });
        await phone.SeesTheSameAsAsync(ada);

        // A finger draws, too.
        await phone.ChooseAsync("Broad");
        await phone.TapAsync(1200, 1000);
        await ada.SeesColourAsync(1200, 1000, Ink);

        // Another board is another room.
        await using var elsewhere = await whiteboard.OpenAsync("Alan", "elsewhere");
        await elsewhere.SeesPeopleAsync(1);
        await elsewhere.SeesColourAsync(1200, 1000, Paper);
        await ada.SeesPeopleAsync(2);
    }

    [Fact]
    public async Task What_was_drawn_while_the_connection_was_down_is_there_afterwards()
    {
        await using var ada = await whiteboard.OpenAsync("Ada", "offline");
        await using var grace = await whiteboard.OpenAsync("Grace", "offline");
        await ada.DrawAsync((200, 200), (1400, 200));

        await whiteboard.Server.KillAsync();
        await ada.SeesStateAsync("disconnected");
        await grace.SeesStateAsync("disconnected");
        var drawing = ada.DrawAsync((200, 600), (1400, 600));
        await whiteboard.Server.StartAsync();
        await drawing;

        await grace.SeesColourAsync(800, 600, Ink);
        await ada.SeesTheSameAsAsync(grace);
        Assert.Empty(ada.Errors);
    }
}
