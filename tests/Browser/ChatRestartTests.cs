namespace SocketIO.Tests;

/// <summary>What people see when the server dies under them and comes back.</summary>
public sealed class ChatRestartTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    [Trait("Spec", "TST-023")]
    public async Task People_are_back_after_a_restart_of_the_server()
    {
        await using var ada = await chat.OpenAsync("Ada");
        await using var grace = await chat.OpenAsync("Grace", "?transports=polling");
        await ada.JoinAsync();
        await grace.JoinAsync();
        await ada.SeesTransportAsync("websocket");
        await ada.SayAsync("Before");
        await grace.SeesAsync("Ada", "Before");

        await chat.Server.KillAsync();
        await ada.SeesStateAsync("disconnected");
        await grace.SeesNoticeAsync("Connection lost");

        // Said while nobody can hear it: the client keeps it.
        await ada.SayAsync("Meanwhile");
        await chat.Server.StartAsync();

        await ada.SeesStateAsync("connected");
        await grace.SeesStateAsync("connected");
        await ada.SeesTransportAsync("websocket");
        await grace.SeesAsync("Ada", "Meanwhile");
        await grace.SayAsync("After");
        await ada.SeesAsync("Grace", "After");

        Assert.Empty(ada.Errors);
        Assert.Empty(grace.Errors);
    }
}
