using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>Acknowledgements, both ways.</summary>
public sealed class AckTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    [Trait("Spec", "CLI-047")]
    [Trait("Spec", "TST-134")]
    public async Task Ids_count_from_0_and_answers_may_come_in_any_order()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        var number = client.EmitWithAckAsync<int>("q", 1);
        var text = client.EmitWithAckAsync<string>("q");
        var date = client.EmitWithAckAsync<DateTime>("q");
        var all = client.EmitWithAckAsync<EventArguments>("q");
        var nothing = client.EmitWithAckAsync<string?>("q");
        var bytes = client.EmitWithAckAsync<byte[]>("q");
        await peer.ExpectAsync("""420["q",1]""", """421["q"]""", """422["q"]""", """423["q"]""", """424["q"]""", """425["q"]""");
        await peer.SendAsync("""461-5[{"_placeholder":true,"num":0}]""");
        await peer.SendBinaryAsync(7, 8);
        await peer.SendAsync("434[]", "433[1,false,\"x\"]", """432["2020-01-02T03:04:05.000Z"]""", """431["ü😀"]""", "430[42]");
        Assert.Equal((42, "ü😀", null), (await Wait.For("a number", number), await Wait.For("text", text), await Wait.For("nothing", nothing)));
        Assert.Equal(new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc), (await Wait.For("a date", date)).ToUniversalTime());
        Assert.Equal([7, 8], await Wait.For("bytes", bytes));
        var arguments = await Wait.For("all", all);
        Assert.Equal((3, false, "x"), (arguments.Count, arguments.Get<bool>(1), arguments.Get<string>(2)));
    }

    [Fact]
    [Trait("Spec", "CLI-047")]
    public async Task An_array_is_one_argument_and_an_array_of_objects_all_of_them()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        var names = client.EmitWithAckAsync<int>("q", new[] { "a", "b" });
        var timed = client.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("q", new[] { 1, 2 });
        var all = client.EmitWithAckAsync<int>("q", new object[] { "a", 2 });
        await peer.ExpectAsync("""420["q",["a","b"]]""", """421["q",[1,2]]""", """422["q","a",2]""");
        await peer.SendAsync("430[1]", "431[2]", "432[3]");
        var answers = await Wait.For("the answers", Task.WhenAll(names, timed, all));
        Assert.Equal([1, 2, 3], answers);
    }

    [Fact]
    [Trait("Spec", "CLI-049")]
    public async Task Who_asks_for_an_answer_to_what_is_discarded_is_told_at_once_unless_there_is_a_time_limit()
    {
        var client = _bed.Client();
        await Assert.ThrowsAsync<SocketDisconnectedException>(() => Wait.For("the error", client.Volatile.EmitWithAckAsync<int>("q")));
        var timed = client.Volatile.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("q");
        Assert.False(timed.IsCompleted);
        _bed.Advance(client, 5);
        await Assert.ThrowsAsync<AckTimeoutException>(() => Wait.For("the timeout", timed));
    }

    [Fact]
    [Trait("Spec", "CLI-047")]
    public async Task A_second_answer_is_ignored_and_one_of_another_type_is_an_error()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        var number = client.EmitWithAckAsync<int>("q");
        await peer.ExpectAsync("""420["q"]""");
        await peer.SendAsync("430[\"text\"]", "430[1]", "430[2]");
        await Assert.ThrowsAsync<ArgumentBindingException>(() => Wait.For("the error", number));
        Assert.True(client.Connected);
    }

    [Fact]
    [Trait("Spec", "CLI-048")]
    [Trait("Spec", "TST-127")]
    public async Task A_timeout_is_an_error_and_a_late_answer_nothing()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        var asked = client.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("q");
        await peer.ExpectAsync("""420["q"]""");
        _bed.Advance(client, 4.999);
        Assert.False(asked.IsCompleted);
        _bed.Advance(client, 0.001);
        var error = await Assert.ThrowsAsync<AckTimeoutException>(() => Wait.For("the timeout", asked));
        Assert.Equal("operation has timed out", error.Message);
        await peer.SendAsync("430[1]", "2");
        await peer.ExpectAsync("3");
    }

    [Fact]
    [Trait("Spec", "CLI-048")]
    [Trait("Spec", "TST-148")]
    public async Task A_timeout_without_a_connection_takes_the_event_back()
    {
        var client = _bed.Client();
        var asked = client.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("given up");
        await client.EmitAsync("kept");
        Assert.Equal(2, client.BufferedCount);
        _bed.Advance(client, 5);
        await Assert.ThrowsAsync<AckTimeoutException>(() => Wait.For("the timeout", asked));
        Assert.Equal(1, client.BufferedCount);
        var peer = await _bed.ConnectAsync(client);
        await peer.ExpectAsync("""42["kept"]""");
    }

    [Fact]
    [Trait("Spec", "CLI-029")]
    [Trait("Spec", "CLI-030")]
    [Trait("Spec", "TST-148")]
    public async Task There_is_a_timeout_for_all_and_one_for_each()
    {
        var client = _bed.Client(o => o.AckTimeout = TimeSpan.FromSeconds(5));
        var admin = client.Of("/admin", o => o.AckTimeout = TimeSpan.FromSeconds(1));
        await _bed.ConnectAsync(client);
        var asked = client.EmitWithAckAsync<int>("q");
        var longer = client.Timeout(TimeSpan.FromSeconds(10)).EmitWithAckAsync<int>("q");
        var never = client.Timeout(Timeout.InfiniteTimeSpan).EmitWithAckAsync<int>("q");
        var other = admin.EmitWithAckAsync<int>("q");
        _bed.Advance(client, 1);
        await Assert.ThrowsAsync<AckTimeoutException>(() => Wait.For("the other", other));
        Assert.False(asked.IsCompleted);
        _bed.Advance(client, 4);
        await Assert.ThrowsAsync<AckTimeoutException>(() => Wait.For("the default", asked));
        _bed.Advance(client, 5);
        await Assert.ThrowsAsync<AckTimeoutException>(() => Wait.For("its own", longer));
        Assert.False(never.IsCompleted);
    }

    [Fact]
    [Trait("Spec", "CLI-066")]
    [Trait("Spec", "CLI-067")]
    [Trait("Spec", "TST-148")]
    public async Task A_disconnection_ends_waits_for_what_was_sent_after_it_was_told()
    {
        var client = _bed.Watched();
        var peer = await _bed.ConnectAsync(client);
        var asked = client.EmitWithAckAsync<int>("q");
        client.EmitWithCallback("q", (error, _) => _bed.Seen.Add($"failed {error?.Message}"));
        client.Timeout(TimeSpan.FromHours(1)).EmitWithCallback("q", (error, _) => _bed.Seen.Add($"failed too {error?.Message}"));
        client.EmitWithCallback("q", (EventArguments _) => _bed.Seen.Add("never told"));
        await peer.ExpectAsync("""420["q"]""", """421["q"]""", """422["q"]""", """423["q"]""");
        peer.Abort();
        await _bed.Seen.ExpectAsync("connect", "disconnect transport close", "failed socket has been disconnected", "failed too socket has been disconnected");
        var error = await Assert.ThrowsAsync<SocketDisconnectedException>(() => Wait.For("the error", asked));
        Assert.Equal("transport close", error.Reason);

        // What was kept is asked later, and answered.
        var kept = client.EmitWithAckAsync<int>("kept");
        _bed.Advance(client, 1);
        peer = await _bed.ReconnectAsync();
        await peer.ExpectAsync("""424["kept"]""");
        await peer.SendAsync("423[1]", "434[9]");
        Assert.Equal(9, await Wait.For("the answer", kept));
        await Bed.SettleAsync(client);
        Assert.DoesNotContain("never told", _bed.Seen.All);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_and_takes_back_what_was_kept()
    {
        var client = _bed.Client(o => o.AckTimeout = TimeSpan.FromHours(1));
        using var cancellation = new CancellationTokenSource();
        var kept = client.EmitWithAckAsync<int>("kept", 1, cancellation.Token);
        var stays = client.EmitWithAckAsync<int>("stays", 2);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.For("the cancellation", kept));
        Assert.True(kept.IsCanceled);
        Assert.Equal((1, 1), (client.BufferedCount, _bed.Clock.TimerCount));
        var never = client.EmitWithAckAsync<int>("never", cancellation.Token);
        Assert.True(never.IsCanceled);
        var peer = await _bed.ConnectAsync(client);
        await peer.ExpectAsync("""421["stays",2]""");
        await peer.SendAsync("431[3]");
        Assert.Equal(3, await Wait.For("the answer", stays));
    }

    [Fact]
    public async Task Whatever_is_over_leaves_no_timer_behind()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        var before = _bed.Clock.TimerCount;
        using var cancellation = new CancellationTokenSource();
        var hour = client.Timeout(TimeSpan.FromHours(1));
        var answered = hour.EmitWithAckAsync<int>("q");
        var cancelled = hour.EmitWithAckAsync<int>("q", cancellation.Token);
        Assert.Equal(before + 2, _bed.Clock.TimerCount);
        await peer.ExpectAsync("""420["q"]""", """421["q"]""");
        await peer.SendAsync("430[1]");
        await Wait.For("the answer", answered);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(before, _bed.Clock.TimerCount);
    }

    [Fact]
    [Trait("Spec", "CLI-053")]
    [Trait("Spec", "CLI-051")]
    public async Task A_handler_answers_once_with_what_it_returns()
    {
        var client = _bed.Client();
        client.On("nothing", () => { });
        client.On("value", (int a, int b) => a + b);
        client.On("tuple", () => (1, "x"));
        client.On("task", async (string text) =>
        {
            await Task.Yield();
            return text.ToUpperInvariant();
        });
        client.On("bytes", () => new byte[] { 1, 2 });
        client.On("twice", (ClientEventContext received) =>
        {
            Assert.True(received.WantsAck);
            received.Acknowledge(1, 2);
            received.Acknowledge(3);
        });
        client.On("twice", () => 4);
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""420["nothing"]""", """421["value",1,2]""", """422["tuple"]""", """423["task","abc"]""", """424["bytes"]""", """425["twice"]""", """426["nobody"]""", """42["value",1,2]""", """427["nothing"]""");
        await peer.ExpectAsync("430[]", "431[3]", """432[1,"x"]""", """433["ABC"]""", """461-4[{"_placeholder":true,"num":0}]""", "<binary 0102>", "435[1,2]", "437[]");
    }

    [Fact]
    [Trait("Spec", "CLI-053")]
    public async Task An_answer_is_sent_to_the_connection_that_asked()
    {
        var client = _bed.Watched();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.On("slow", async () =>
        {
            await gate.Task;
            return "late";
        });
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""420["slow"]""");
        await _bed.Seen.ExpectAsync("connect", "slow()");
        peer.Abort();
        await Wait.Until("the loss", () => !client.Connected);
        _bed.Advance(client, 1);
        peer = await _bed.ReconnectAsync();
        await Wait.Until("connect", () => client.Connected);
        client.On("other", () => "other");
        gate.SetResult();
        await peer.SendAsync("""421["other"]""");
        await peer.ExpectAsync("""431["other"]""");
    }
}
