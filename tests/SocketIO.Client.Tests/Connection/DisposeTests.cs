using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>A client can be disposed of in every state, and leaves nothing behind.</summary>
public sealed class DisposeTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private async Task AssertEndsAsync(SocketIOClient client)
    {
        var ended = client.DisposeAsync().AsTask();
        await Wait.Until("the end", () =>
        {
            // What does not answer is given a few seconds, of this clock and, for handshakes, of the real one.
            _bed.Advance(client, 0.5);
            return ended.IsCompleted;
        });
        await ended;
        Assert.Equal(0, _bed.Clock.TimerCount);
        Assert.Equal((false, false, ConnectionState.Closed), (client.Connected, client.Active, client.Connection.State));
        Assert.Throws<ObjectDisposedException>(client.Connect);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ConnectAsync());
        Assert.Throws<ObjectDisposedException>(() => { _ = client.EmitAsync("x"); });
        client.Disconnect();
        await client.DisposeAsync();
        await Bed.SettleAsync(client);
        Assert.True(client.Connection.EngineLocked?.Completion.IsCompletedSuccessfully ?? true);
    }

    [Fact]
    public Task Before_it_was_used() => AssertEndsAsync(_bed.Client());

    [Fact]
    public async Task While_connecting()
    {
        var client = _bed.Client();
        var connecting = client.ConnectAsync();
        await _bed.Server.UpgradeAsync();
        await AssertEndsAsync(client);
        await Assert.ThrowsAsync<SocketDisconnectedException>(() => connecting);
    }

    [Fact]
    public async Task During_the_handshake_of_polling()
    {
        var client = _bed.Polling();
        client.Connect();
        await _bed.Server.PollAsync();
        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task While_waiting_to_be_let_in()
    {
        var client = _bed.Client();
        client.Connect();
        await (await _bed.OpenAsync()).ExpectAsync("40");
        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task While_connected()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        var ended = client.DisposeAsync().AsTask();
        await peer.ExpectAsync("41", "<close>");
        await peer.CloseAsync(1000);
        await Wait.For("the end, without the clock", ended);
        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task While_connected_to_a_server_that_does_not_say_goodbye()
    {
        var client = _bed.Client();
        await _bed.ConnectAsync(client);
        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task While_a_body_is_not_answered()
    {
        var client = _bed.Polling();
        await _bed.ConnectByPollingAsync(client);
        await client.EmitAsync("x");
        await _bed.Server.PostAsync();
        await AssertEndsAsync(client);
    }

    [Fact]
    [Trait("Spec", "TST-074")]
    public async Task During_an_upgrade_that_does_not_end()
    {
        var client = _bed.Client(o => o.Transports = ["polling", "websocket"]);
        await _bed.ConnectByPollingAsync(client, Bed.HandshakeWithUpgrade);
        var peer = await _bed.Server.AcceptWebSocketAsync();
        await peer.ExpectAsync("2probe");
        await peer.SendAsync("3probe");
        await Wait.Until("the upgrade", () => client.Connection.EngineLocked!.IsUpgradingLocked);
        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task While_an_attempt_to_reconnect_is_planned_or_under_way()
    {
        foreach (var isUnderWay in new[] { false, true })
        {
            var client = _bed.Client();
            client.Connect();
            await (await _bed.Server.UpgradeAsync()).RespondAsync(500);
            await Wait.Until("the failure", () => client.Connection.State is ConnectionState.Closed);

            if (isUnderWay)
            {
                _bed.Advance(client, 1);
                await _bed.Server.UpgradeAsync();
            }

            await AssertEndsAsync(client);
        }
    }

    [Fact]
    [Trait("Spec", "CLI-066")]
    public async Task Whoever_waits_for_an_acknowledgement_is_told()
    {
        var client = _bed.Client(o => o.AckTimeout = TimeSpan.FromHours(1));
        var kept = client.EmitWithAckAsync<int>("kept");
        Exception? error = null;
        client.EmitWithCallback("kept", (e, _) => error = e);
        await AssertEndsAsync(client);
        Assert.Equal("io client disconnect", (await Assert.ThrowsAsync<SocketDisconnectedException>(() => Wait.For("the end of the wait", kept))).Reason);
        await Bed.SettleAsync(client);
        Assert.IsType<SocketDisconnectedException>(error);
        Assert.Equal(0, client.BufferedCount);
    }

    [Fact]
    [Trait("Spec", "CLI-070")]
    public async Task And_so_is_whoever_waits_in_the_queue_of_retries()
    {
        var client = _bed.Client(o => (o.Retries, o.AckTimeout) = (3, TimeSpan.FromSeconds(10)));
        await _bed.ConnectAsync(client);
        var first = client.EmitWithAckAsync<int>("first");
        var second = client.EmitWithAckAsync<int>("second");
        await AssertEndsAsync(client);
        await Assert.ThrowsAsync<SocketDisconnectedException>(() => Wait.For("the first", first));
        await Assert.ThrowsAsync<SocketDisconnectedException>(() => Wait.For("the second", second));
        Assert.Equal(0, client.QueuedCount);
    }

    [Fact]
    public async Task In_a_handler()
    {
        var client = _bed.Client();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.On("end", async () =>
        {
            await client.DisposeAsync();
            ended.SetResult();
        });

        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""42["end"]""");
        await peer.ExpectAsync("41", "<close>");
        await peer.CloseAsync(1000);
        await Wait.For("the end", ended.Task);
        await AssertEndsAsync(client);
    }

    [Fact]
    public async Task While_handlers_never_return_and_hold_the_reader_up()
    {
        foreach (var isPolling in new[] { false, true })
        {
            var client = isPolling ? _bed.Polling(o => o.MaxPendingEvents = 2) : _bed.Client(o => o.MaxPendingEvents = 2);
            var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            client.On("never", () => never.Task);

            if (isPolling)
            {
                await _bed.ConnectByPollingAsync(client);
                await _bed.Server.AnswerPollAsync(string.Join('\u001e', Enumerable.Repeat("42[\"never\"]", 10)));
            }
            else
            {
                var peer = await _bed.ConnectAsync(client);
                await peer.SendAsync([.. Enumerable.Repeat("""42["never"]""", 10)]);
            }

            await Wait.Until("the reader to be held up", () => !client.Connection.Callbacks.WhenReadyAsync().IsCompleted);
            var ended = client.DisposeAsync().AsTask();
            await Wait.Until("the end", () =>
            {
                _bed.Advance(client, 0.5);
                return ended.IsCompleted;
            });
            await ended;
            never.SetResult();
        }
    }

    [Fact]
    [Trait("Spec", "CLI-021")]
    [Trait("Spec", "TST-084")]
    [Trait("Spec", "TST-153")]
    public async Task Nothing_holds_a_client_that_was_disposed_of()
    {
        var client = await MakeAsync();
        await Wait.Until("the client to be collected", () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !client.IsAlive;
        });

        async Task<WeakReference> MakeAsync()
        {
            var made = new SocketIOClient(_bed.Server.Url, o => (o.TimeProvider, o.Transports) = (_bed.Clock, ["websocket"]));
            await _bed.ConnectAsync(made);
            await _bed.Server.DisposeAsync();
            await made.DisposeAsync();
            return new WeakReference(made);
        }
    }
}
