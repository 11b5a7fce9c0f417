namespace SocketIO.Tests;

/// <summary>The sample with private messages as people use it.</summary>
public sealed class PrivateMessagingTests(PrivateMessagingFixture messaging) : IClassFixture<PrivateMessagingFixture>
{
    [Fact]
    public async Task A_message_reaches_every_tab_of_the_one_it_is_for_and_nobody_else()
    {
        await using var ada = await messaging.OpenAsync("Ada 1");
        await using var grace = await messaging.OpenAsync("Grace 1");
        await using var alan = await messaging.OpenAsync("Alan 1");
        await using var secondTab = await messaging.OpenAsync(grace.Page.Context, "Grace 1");
        await secondTab.SeesItselfAsync();

        await ada.PickAsync("Grace 1");
        await ada.WriteAsync("For your eyes only");
        await grace.SeesUnreadAsync("Ada 1", 1);
        await secondTab.SeesUnreadAsync("Ada 1", 1);
        await ada.SeesMarkAsync("For your eyes only", "accepted");

        // Read in one tab is read in the other, and Ada sees it, too.
        await grace.PickAsync("Ada 1");
        await grace.SeesConversationAsync("For your eyes only");
        await secondTab.SeesUnreadAsync("Ada 1", 0);
        await ada.SeesMarkAsync("For your eyes only", "delivered");

        // What Ada writes to Alan arrives afterwards, so nothing of the other conversation can still be on its way to him.
        await ada.PickAsync("Alan 1");
        await ada.WriteAsync("Hello Alan");
        await alan.SeesUnreadAsync("Ada 1", 1);
        await alan.PickAsync("Ada 1");
        await alan.SeesConversationAsync("Hello Alan");
        await alan.PickAsync("Grace 1");
        await alan.SeesConversationAsync();

        Assert.Empty(ada.Errors);
        Assert.Empty(grace.Errors);
        Assert.Empty(alan.Errors);
    }

    [Fact]
    public async Task Who_is_away_has_the_message_on_return_and_is_the_same_person()
    {
        await using var ada = await messaging.OpenAsync("Ada 2");
        await using var grace = await messaging.OpenAsync("Grace 2");
        await using var secondTab = await messaging.OpenAsync(grace.Page.Context, "Grace 2");
        await secondTab.SeesItselfAsync();
        await ada.SeesPersonAsync("Grace 2", "online");

        // With one tab closed she is still here; with both she is not.
        await secondTab.Page.CloseAsync();
        await ada.PickAsync("Grace 2");
        await ada.WriteAsync("One");
        await grace.SeesUnreadAsync("Ada 2", 1);
        await ada.SeesPersonAsync("Grace 2", "online");
        await grace.Page.CloseAsync();
        await ada.SeesPersonAsync("Grace 2", "away");
        await ada.WriteAsync("Two");
        await ada.SeesMarkAsync("Two", "accepted");

        await using var back = await messaging.OpenAsync(grace.Page.Context, "Grace 2");
        await back.SeesItselfAsync();
        await back.SeesUnreadAsync("Ada 2", 2);
        await back.PickAsync("Ada 2");
        await back.SeesConversationAsync("One", "Two");
        await ada.SeesMarkAsync("Two", "delivered");
        await ada.SeesPersonAsync("Grace 2", "online");

        // Reloading changes nothing, and makes nobody new.
        await back.Page.ReloadAsync();
        await back.SeesItselfAsync();
        await back.SeesConversationAsync("One", "Two");
        await back.SeesUnreadAsync("Ada 2", 0);
        await back.WriteAsync("Three");
        await ada.SeesConversationAsync("One", "Two", "Three");
        Assert.Equal(1, await ada.Page.Locator("#people button", new() { HasText = "Grace 2" }).CountAsync());
        Assert.Empty(back.Errors);
    }

    [Fact]
    public async Task A_lost_connection_is_recovered_with_what_was_missed()
    {
        await using var ada = await messaging.OpenAsync("Ada 3");
        await using var grace = await messaging.OpenAsync("Grace 3");
        await ada.PickAsync("Grace 3");
        await grace.PickAsync("Ada 3");
        await ada.WriteAsync("Before");
        await grace.SeesConversationAsync("Before");
        await grace.SeesTransportAsync("websocket");
        var id = await grace.SocketIdAsync();

        await grace.StayAwayOrComeBackAsync();
        await grace.SeesNoticeAsync("Connection lost");
        await ada.SeesPersonAsync("Grace 3", "away");
        await ada.WriteAsync("Meanwhile");
        await ada.SeesMarkAsync("Meanwhile", "accepted");
        await grace.WriteAsync("Written without a connection");
        await grace.SeesConversationAsync("Before", "Written without a connection");

        await grace.StayAwayOrComeBackAsync();
        await grace.SeesNoticeAsync("Recovered after");
        await grace.SeesConversationAsync("Before", "Meanwhile", "Written without a connection");
        await ada.SeesConversationAsync("Before", "Meanwhile", "Written without a connection");
        Assert.Equal(id, await grace.SocketIdAsync());

        // And by itself, as soon as it can.
        await grace.DropConnectionAsync();
        await grace.SeesNoticeAsync("Recovered after");
        await ada.SeesPersonAsync("Grace 3", "online");
        Assert.Equal(id, await grace.SocketIdAsync());
        Assert.Empty(grace.Errors);
    }

    [Fact]
    public async Task After_a_restart_of_the_server_nothing_is_recovered_and_the_page_says_so()
    {
        await using var ada = await messaging.OpenAsync("Ada 4");
        await using var secondTab = await messaging.OpenAsync(ada.Page.Context, "Ada 4");
        await secondTab.SeesItselfAsync();
        await ada.SeesTransportAsync("websocket");

        await messaging.Server.KillAsync();
        await ada.SeesStateAsync("disconnected");
        await messaging.Server.StartAsync();

        await ada.SeesNoticeAsync("everything loaded anew");
        await secondTab.SeesNoticeAsync("everything loaded anew");

        // Both tabs have come back as somebody new. They agree on who that is.
        await using var grace = await messaging.OpenAsync("Grace 4");
        await grace.SeesPersonAsync("Ada 4", "online");
        await grace.PickAsync("Ada 4", "online");
        await grace.WriteAsync("Are you both?");
        await ada.SeesUnreadAsync("Grace 4", 1);
        await secondTab.SeesUnreadAsync("Grace 4", 1);
        Assert.Empty(ada.Errors);
    }
}
