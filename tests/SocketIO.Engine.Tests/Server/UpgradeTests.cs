using System.Net;
using SocketIO.Tests;

namespace SocketIO.Engine.Tests;

public sealed class UpgradeTests
{
    [Fact]
    [Trait("Spec", "EIO-121")]
    [Trait("Spec", "EIO-122")]
    [Trait("Spec", "EIO-128")]
    [Trait("Spec", "EIO-130")]
    [Trait("Spec", "T-91")]
    [Trait("Spec", "TST-178")]
    [Trait("Hostile", "D11")]
    public async Task The_probe_releases_the_poll_and_the_upgrade_moves_the_session()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();
        var session = (await host.ConnectionAsync()).Session;
        var upgraded = new TaskCompletionSource<TransportKind>(TaskCreationOptions.RunContinuationsAsynchronously);
        session.OnUpgraded(upgraded.SetResult);
        var poll = host.PollTextAsync(sid);
        await Wait.Until("the poll to wait", () => session.IsWritable);

        using var socket = await host.OpenWebSocketAsync(sid);
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", await socket.ReceiveTextAsync());
        Assert.Equal("6", await Wait.For("the poll", poll));
        Assert.True(session.Upgrading);

        await socket.SendTextAsync("5");
        Assert.Equal(HttpStatusCode.BadRequest, (await host.PollAsync(sid)).StatusCode);
        Assert.Equal(TransportKind.WebSocket, await Wait.For("the upgrade", upgraded.Task));
        Assert.True(session.Upgraded);
        Assert.False(session.Upgrading);

        await socket.SendTextAsync("4hello");
        Assert.Equal("4hello", await socket.ReceiveTextAsync());
    }

    [Fact]
    [Trait("Spec", "EIO-124")]
    [Trait("Spec", "EIO-003")]
    [Trait("Spec", "TST-034")]
    [Trait("Hostile", "D4")]
    public async Task An_upgrade_that_takes_too_long_leaves_the_session_on_polling()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time);
        var sid = await host.OpenPollingAsync();
        using var socket = await host.OpenWebSocketAsync(sid);
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", await socket.ReceiveTextAsync());

        time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(WebSocketText.EmptyClose, await socket.ReceiveTextAsync());
        await host.PostAsync(sid, "4still here");
        Assert.Equal("4still here", await host.PollTextAsync(sid));
    }

    [Fact]
    [Trait("Spec", "EIO-126")]
    [Trait("Spec", "TST-026")]
    [Trait("Spec", "TST-034")]
    [Trait("Hostile", "D16")]
    public async Task Closing_during_an_upgrade_flushes_on_the_transport_that_is_left()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();
        using var socket = await host.OpenWebSocketAsync(sid);
        await socket.SendTextAsync("2probe");
        await socket.ReceiveTextAsync();

        await connection.Session.SendMessageAsync("last words");
        connection.Session.Close();

        Assert.Equal("4last words", await host.PollTextAsync(sid));
        Assert.Equal("6\u001e1", await host.PollTextAsync(sid));
        Assert.Equal(WebSocketText.EmptyClose, await socket.ReceiveTextAsync());
        Assert.Equal(CloseReason.ForcedClose, (await Wait.For("the end", connection.Closed)).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Spec", "EIO-126")]
    [Trait("Hostile", "D16")]
    public async Task Closing_during_an_upgrade_flushes_on_the_new_transport_when_the_peer_has_left_polling(bool probed)
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();
        using var socket = await host.OpenWebSocketAsync(sid);

        if (probed)
        {
            await socket.SendTextAsync("2probe");
            await socket.ReceiveTextAsync();
        }

        await Wait.Until("the WebSocket to be tried", () => connection.Session.Upgrading);
        await connection.Session.SendMessageAsync("last words");
        connection.Session.Close();
        await socket.SendTextAsync("5");

        Assert.Equal("4last words", await socket.ReceiveTextAsync());
        Assert.Equal(WebSocketText.EmptyClose, await socket.ReceiveTextAsync());
        Assert.Equal(CloseReason.ForcedClose, (await Wait.For("the end", connection.Closed)).Reason);
    }

    [Fact]
    [Trait("Spec", "EIO-125")]
    [Trait("Spec", "TST-050")]
    [Trait("Hostile", "D14")]
    public async Task Messages_sent_during_an_upgrade_are_neither_lost_nor_reordered()
    {
        await using var host = await EngineHost.StartAsync();
        var sid = await host.OpenPollingAsync();
        var session = (await host.ConnectionAsync()).Session;
        using var socket = await host.OpenWebSocketAsync(sid);
        await socket.SendTextAsync("2probe");
        await socket.ReceiveTextAsync();

        for (var i = 0; i < 50; i++)
        {
            await session.SendMessageAsync($"{i}");
        }

        var received = new List<string>((await host.PollTextAsync(sid)).Split('\u001e'));

        for (var i = 50; i < 100; i++)
        {
            await session.SendMessageAsync($"{i}");
        }

        await socket.SendTextAsync("5");

        while (received.Count < 100)
        {
            received.Add(await socket.ReceiveTextAsync());
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"4{i}"), received);
    }

    [Fact]
    [Trait("Spec", "EIO-120")]
    [Trait("Spec", "TST-035")]
    public async Task A_ping_that_was_outstanding_is_still_watched_after_the_upgrade()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time);
        var sid = await host.OpenPollingAsync();
        var connection = await host.ConnectionAsync();
        time.Advance(TimeSpan.FromSeconds(26));
        Assert.Equal("2", await host.PollTextAsync(sid));

        using var socket = await host.OpenWebSocketAsync(sid);
        time.Advance(TimeSpan.FromSeconds(5));
        await socket.SendTextAsync("2probe");
        await socket.ReceiveTextAsync();
        await socket.SendTextAsync("5");
        await Wait.Until("the upgrade", () => connection.Session.Upgraded);

        time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(connection.Closed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(CloseReason.PingTimeout, (await Wait.For("the end", connection.Closed)).Reason);
    }

    [Fact]
    [Trait("Spec", "EIO-006")]
    public async Task An_upgrade_that_was_not_announced_is_accepted_all_the_same()
    {
        await using var host = await EngineHost.StartAsync(o => o.AllowUpgrades = false);
        var open = await host.Client.GetStringAsync(EngineHost.Query());
        Assert.Contains("\"upgrades\":[]", open);

        using var socket = await host.OpenWebSocketAsync(open[9..29]);
        await socket.SendTextAsync("2probe");
        Assert.Equal("3probe", await socket.ReceiveTextAsync());
    }
}
