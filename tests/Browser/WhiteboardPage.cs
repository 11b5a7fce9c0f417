using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SocketIO.Tests;

/// <summary>One person at a whiteboard: what they do and what they see. Places are those of the board, 1600 by 1200.</summary>
internal sealed class WhiteboardPage(IPage page, string name) : SamplePage(page)
{
    private const string Picture = "document.getElementById('ink').toDataURL()";

    public string Name { get; } = name;

    public Task ChooseAsync(string tool) => Page.ClickAsync($"[role='radio'][aria-label='{tool}']");

    /// <summary>Draws a line through these places with the mouse, and waits until the server has it.</summary>
    public async Task DrawAsync(params (double X, double Y)[] places)
    {
        var board = await BoxAsync();
        await Page.Mouse.MoveAsync(X(places[0]), Y(places[0]));
        await Page.Mouse.DownAsync();

        foreach (var place in places[1..])
        {
            await Page.Mouse.MoveAsync(X(place), Y(place), new() { Steps = 4 });
        }

        await Page.Mouse.UpAsync();
        await SeesItDryAsync();

        float X((double X, double Y) place) => (float)(board.X + (place.X / 1600 * board.Width));
        float Y((double X, double Y) place) => (float)(board.Y + (place.Y / 1200 * board.Height));
    }

    public async Task TapAsync(double x, double y)
    {
        var board = await BoxAsync();
        await Page.Touchscreen.TapAsync((float)(board.X + (x / 1600 * board.Width)), (float)(board.Y + (y / 1200 * board.Height)));
        await SeesItDryAsync();
    }

    /// <summary>Moves the pointer until somebody else sees it arrive: positions are volatile, and one may be lost.</summary>
    public async Task PointAsync(double x, double y, WhiteboardPage reader)
    {
        var board = await BoxAsync();
        var cursor = reader.Page.Locator(".cursor:not(.still)", new() { HasText = Name });

        for (var round = 0; round < 20; round++)
        {
            await Page.Mouse.MoveAsync((float)(board.X + (x / 1600 * board.Width)), (float)(board.Y + (y / 1200 * board.Height)) + (round % 2));

            try
            {
                await Expect(cursor).ToBeVisibleAsync(new() { Timeout = 1_000 });
                return;
            }
            catch (PlaywrightException) when (round < 19)
            {
            }
        }
    }

    public Task ClearAsync() => Page.ClickAsync("#clear");

    public Task SeesStateAsync(string state) => Expect(Page.Locator("#status")).ToHaveAttributeAsync("data-state", state, new() { Timeout = Limit });

    public Task SeesPeopleAsync(int count) => Expect(Page.Locator("#people li")).ToHaveCountAsync(count, new() { Timeout = Limit });

    /// <summary>The colour at a place of the picture, such as <c>#ffffff</c>.</summary>
    public Task SeesColourAsync(int x, int y, string colour)
        => Page.WaitForFunctionAsync(
            "([x, y, colour]) => '#' + [...document.getElementById('ink').getContext('2d').getImageData(x, y, 1, 1).data].slice(0, 3).map(value => value.toString(16).padStart(2, '0')).join('') === colour",
            new object[] { x, y, colour },
            new() { Timeout = Limit, PollingInterval = 50 });

    /// <summary>Waits until this page shows what another does, to the pixel.</summary>
    public async Task SeesTheSameAsAsync(WhiteboardPage other)
        => await Page.WaitForFunctionAsync($"picture => {Picture} === picture", await other.Page.EvaluateAsync<string>(Picture), new() { Timeout = Limit, PollingInterval = 200 });

    // The server has taken all that was drawn here.
    private Task SeesItDryAsync() => Expect(Page.Locator("#board")).ToHaveAttributeAsync("data-wet", "0", new() { Timeout = Limit });

    private async Task<LocatorBoundingBoxResult> BoxAsync() => (await Page.Locator("#board").BoundingBoxAsync())!;
}
