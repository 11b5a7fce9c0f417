namespace SocketIO.ClientInterop;

/// <summary>From polling to WebSocket: when it happens, when it does not, and that nobody notices.</summary>
public sealed class UpgradeTests(Kit kit)
{
    [Fact]
    [Trait("Spec", "CLI-081")]
    [Trait("Spec", "T-87")]
    [Trait("Spec", "T-88")]
    [Trait("Spec", "T-89")]
    [Trait("Spec", "T-90")]
    [Trait("Spec", "T-91")]
    [Trait("Spec", "T-94")]
    [Trait("Spec", "T-95")]
    public Task It_upgrades() => kit.SameAsync(async play =>
    {
        play.Apart("upgrade");
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over("upgraded"));
        await play.NextAsync("upgrade", "a");
        await play.StateAsync("a");
        await play.AckAsync("a", "transport");
    });

    [Theory]
    [InlineData("upgrade")]
    [InlineData("transports")]
    [InlineData("server")]
    [Trait("Spec", "CLI-011")]
    [Trait("Spec", "T-93")]
    public Task It_does_not_upgrade(string because) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new { allowUpgrades = because != "server" });
        var options = because == "transports" ? Client.Over("polling") : Client.Over("upgraded").With("upgrade", because != "upgrade");
        await play.ConnectedAsync("a", server.Url, options);

        for (var i = 0; i < 5; i++)
        {
            await play.AckAsync("a", "transport");
        }

        await play.StateAsync("a");
        play.Note($"upgrades: {await UpgradesAsync(server)}");
    });

    [Theory]
    [InlineData("refuseUpgrades")]
    [InlineData("wrongUpgrades")]
    [Trait("Spec", "CLI-082")]
    [Trait("Spec", "T-59")]
    [Trait("Spec", "T-93")]
    [Trait("Spec", "T-98")]
    public Task A_failing_upgrade_leaves_the_session_on_polling(string how) => kit.SameAsync(async play =>
    {
        var server = await play.ServerAsync(new Dictionary<string, object?> { [how] = true });
        await play.ConnectedAsync("a", server.Url, Client.Over("upgraded"));
        await server.ReportAsync("requests", "the WebSocket of the upgrade", requests => requests.EnumerateArray().Any(request => request.GetProperty("kind").GetString() == "upgrade"));

        for (var i = 0; i < 5; i++)
        {
            await play.AckAsync("a", "transport");
        }

        await play.StateAsync("a");
        play.Note($"upgrades: {await UpgradesAsync(server)}, connections: {await server.ReportAsync("engines")}");
    });

    [Fact]
    [Trait("Spec", "CLI-083")]
    [Trait("Spec", "TST-147")]
    public Task Nothing_is_lost_or_reordered_while_it_upgrades() => kit.SameAsync(async play =>
    {
        const int Count = 60;
        play.Apart("upgrade");
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over("upgraded"));
        await play.EmitAsync("a", "sequence", Count);

        for (var i = 0; i < Count; i++)
        {
            await play.EmitAsync("a", "ignored", i, i % 5 == 0 ? Play.Bytes((byte)i) : "text");
        }

        for (var i = 0; i < Count; i++)
        {
            await play.EventAsync("a", "number");
        }

        await play.NextAsync("upgrade", "a");
        play.Note(await server.ReceivedAsync(Count + 1));
    });

    [Fact]
    [Trait("Spec", "CLI-085")]
    [Trait("Spec", "TST-074")]
    public Task A_disconnection_while_it_upgrades_arrives() => kit.SameAsync(async play =>
    {
        play.Apart("upgrade");
        var server = await play.ServerAsync();
        await play.ConnectedAsync("a", server.Url, Client.Over("upgraded"));
        await play.EmitAsync("a", "ignored", "last words");
        play.Disconnect("a");
        await play.DisconnectAsync("a");
        await server.OpenAsync(0);
        await play.StateAsync("a");
        play.Note($"{await server.ReceivedAsync(1)} {await server.ReportAsync("ends")}");
    });

    private static async Task<int> UpgradesAsync(NpmServer server)
        => (await server.ReportAsync("requests")).EnumerateArray().Count(request => request.GetProperty("kind").GetString() == "upgrade");
}
