namespace SocketIO.Tests;

/// <summary>samples/UnityStyleClient, in front of samples/Chat.</summary>
public sealed class UnityStyleClientTests(ChatServerFixture chat) : IClassFixture<ChatServerFixture>
{
    [Fact]
    public async Task Everything_happens_on_the_games_thread()
    {
        await using var person = SampleProgram.Start("ConsoleClient", chat.Url, "anna", "lobby");
        await person.SaysAsync("* anna is in");
        await using var game = SampleProgram.Start("UnityStyleClient", chat.Url, "player", "600");
        Assert.Equal("player: hello from the game", await person.SaysAsync("hello from the game"));

        for (var i = 0; i < 5; i++)
        {
            person.Type($"hello, player {i}");
            await game.SaysAsync($"anna: hello, player {i}");
        }

        await game.SaysAsync("delivered as number");
        var thread = (await game.SaysAsync("the game's thread is "))["the game's thread is ".Length..];
        var marked = game.Lines.Where(line => line.StartsWith('[')).ToArray();

        Assert.Contains($"[{thread}] connected", marked);
        Assert.All(marked, line => Assert.StartsWith($"[{thread}] ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_says_goodbye_when_the_game_is_over()
    {
        await using var game = SampleProgram.Start("UnityStyleClient", chat.Url, "player", "2");
        await game.SaysAsync("bye");
        Assert.Equal(0, await game.EndsAsync());
    }
}
