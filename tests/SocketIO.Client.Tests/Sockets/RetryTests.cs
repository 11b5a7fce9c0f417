using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>With retries, events are sent one after another until each is acknowledged or given up.</summary>
public sealed class RetryTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private SocketIOClient Make(int retries = 2, double? timeout = 10)
        => _bed.Watched(o => (o.Retries, o.AckTimeout) = (retries, timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

    [Fact]
    [Trait("Spec", "CLI-069")]
    [Trait("Spec", "TST-150")]
    public async Task One_is_under_way_at_a_time_and_volatile_ones_do_not_queue()
    {
        var client = Make();
        var peer = await _bed.ConnectAsync(client);
        await client.EmitAsync("a");
        var b = client.EmitWithAckAsync<int>("b");
        await client.EmitAsync("c", new byte[] { 1 });
        Assert.Equal(3, client.QueuedCount);
        await peer.ExpectAsync("""420["a"]""");
        await Wait.Until("the transport to be free", () => Read(client, () => client.Connection.IsWritableLocked));
        await client.Volatile.EmitAsync("v");
        await peer.ExpectAsync("""42["v"]""");
        await peer.SendAsync("430[]");
        await peer.ExpectAsync("""421["b"]""");
        await peer.SendAsync("431[5]");
        Assert.Equal(5, await Wait.For("the answer", b));
        await peer.ExpectAsync("""451-2["c",{"_placeholder":true,"num":0}]""", "<binary 01>");
        await peer.SendAsync("432[]");
        await Wait.Until("the queue to be empty", () => client.QueuedCount == 0);
    }

    private static bool Read(ClientSocket client, Func<bool> what)
    {
        lock (client.Connection.Gate)
        {
            return what();
        }
    }

    [Fact]
    [Trait("Spec", "CLI-070")]
    [Trait("Spec", "CLI-073")]
    [Trait("Spec", "TST-150")]
    public async Task An_event_is_sent_once_more_than_retries_and_then_given_up()
    {
        var client = Make();
        var peer = await _bed.ConnectAsync(client);
        var first = client.EmitWithAckAsync<int>("first");
        client.EmitWithCallback("second", (error, answer) => _bed.Seen.Add($"second {error?.Message} {answer.Count}"));
        await peer.ExpectAsync("""420["first"]""");
        _bed.Advance(client, 10);
        await peer.ExpectAsync("""421["first"]""");
        _bed.Advance(client, 10);
        await peer.ExpectAsync("""422["first"]""");
        Assert.False(first.IsCompleted);
        _bed.Advance(client, 10);
        await Assert.ThrowsAsync<AckTimeoutException>(() => Wait.For("the end of the tries", first));
        await peer.ExpectAsync("""423["second"]""");
        _bed.Advance(client, 10);
        await peer.ExpectAsync("""424["second"]""");
        await peer.SendAsync("434[1,2]");
        await _bed.Seen.ExpectAsync("connect", "second  2");
        Assert.Equal(0, client.QueuedCount);
    }

    [Fact]
    [Trait("Spec", "CLI-071")]
    [Trait("Spec", "TST-150")]
    public async Task Nothing_is_sent_without_a_connection_and_the_head_again_after_one_was_lost()
    {
        var client = Make(retries: 1);
        await client.EmitAsync("a");
        await client.EmitAsync("b");
        Assert.Equal((2, 0), (client.QueuedCount, client.BufferedCount));
        client.OnConnect(() => { _ = client.EmitAsync("from the handler"); });
        var peer = await _bed.ConnectAsync(client);
        await peer.ExpectAsync("""420["a"]""");
        peer.Abort();
        await Wait.Until("the loss", () => !client.Connected);
        _bed.Advance(client, 1);
        peer = await _bed.ReconnectAsync();
        await peer.ExpectAsync("""421["a"]""");
        await peer.SendAsync("431[]");
        await peer.ExpectAsync("""422["b"]""");
        await peer.SendAsync("432[]");
        await peer.ExpectAsync("""423["from the handler"]""");
        await peer.SendAsync("433[]");
        await peer.ExpectAsync("""424["from the handler"]""");
    }

    [Fact]
    [Trait("Spec", "CLI-070")]
    [Trait("Spec", "CLI-071")]
    public async Task Disconnections_count_as_tries()
    {
        var client = Make(retries: 1);
        var peer = await _bed.ConnectAsync(client);
        var asked = client.EmitWithAckAsync<int>("a");

        for (var i = 0; i < 2; i++)
        {
            await peer.ExpectAsync($$"""42{{i}}["a"]""");
            peer.Abort();
            await Wait.Until("the loss", () => !client.Connected);
            Assert.Equal(i == 1, await Completes(asked));
            _bed.Advance(client, 1);
            peer = await _bed.ReconnectAsync();
        }

        await Assert.ThrowsAsync<SocketDisconnectedException>(() => asked);
        Assert.Equal(0, client.QueuedCount);

        async Task<bool> Completes(Task task)
        {
            await Bed.SettleAsync(client);
            await Task.WhenAny(task, Wait.Until("the queue", () => client.QueuedCount == 1));
            return client.QueuedCount == 0;
        }
    }

    [Fact]
    [Trait("Spec", "CLI-072")]
    public async Task Without_a_time_limit_only_a_new_connection_is_another_try_and_nothing_is_given_up()
    {
        var client = Make(retries: 0, timeout: null);
        var peer = await _bed.ConnectAsync(client);
        var asked = client.EmitWithAckAsync<int>("a");

        for (var i = 0; i < 4; i++)
        {
            await peer.ExpectAsync($$"""42{{i}}["a"]""");
            peer.Abort();
            await Wait.Until("the loss", () => !client.Connected);
            _bed.Advance(client, 1);
            peer = await _bed.ReconnectAsync();
        }

        await peer.ExpectAsync("""424["a"]""");
        await peer.SendAsync("434[7]");
        Assert.Equal(7, await Wait.For("the answer", asked));
    }

    [Fact]
    [Trait("Spec", "CLI-072")]
    public async Task Each_event_may_have_a_time_limit_of_its_own()
    {
        var client = Make(retries: 1, timeout: null);
        var peer = await _bed.ConnectAsync(client);
        var asked = client.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync<int>("a");
        await peer.ExpectAsync("""420["a"]""");
        _bed.Advance(client, 1);
        await peer.ExpectAsync("""421["a"]""");
        _bed.Advance(client, 1);
        await Assert.ThrowsAsync<AckTimeoutException>(() => Wait.For("the end of the tries", asked));
    }

    [Fact]
    public async Task Cancelling_takes_an_event_out_of_the_queue()
    {
        var client = Make();
        var peer = await _bed.ConnectAsync(client);
        using var cancellation = new CancellationTokenSource();
        var first = client.EmitWithAckAsync<int>("first", cancellation.Token);
        var second = client.EmitWithAckAsync<int>("second", cancellation.Token);
        var third = client.EmitWithAckAsync<int>("third");
        await peer.ExpectAsync("""420["first"]""");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.For("the first", first));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.For("the second", second));
        var sent = await Wait.For("the third", peer.ReceiveAsync());
        sent = sent.Contains("second", StringComparison.Ordinal) ? await Wait.For("the third", peer.ReceiveAsync()) : sent;
        Assert.Contains("third", sent, StringComparison.Ordinal);
        await peer.SendAsync("430[1]", $"43{sent[2]}[3]");
        Assert.Equal(3, await Wait.For("the answer", third));
    }

    [Fact]
    [Trait("Spec", "CLI-069")]
    [Trait("Spec", "CLI-072")]
    public async Task A_loss_of_which_nobody_knows_yet_does_not_send_the_head_twice()
    {
        var client = Make();
        var peer = await _bed.ConnectAsync(client);

        // The machine slept: what is emitted now is kept for the next connection.
        _bed.Clock.Sleep(TimeSpan.FromHours(1));
        await client.EmitAsync("a");
        await Wait.Until("the loss", () => !client.Connected);
        _bed.Advance(client, 1);
        peer = await _bed.ReconnectAsync();
        var first = await Wait.For("the event", peer.ReceiveAsync());
        Assert.EndsWith("""["a"]""", first, StringComparison.Ordinal);
        await peer.SendAsync($"43{first[2]}[]", "2");
        await peer.ExpectAsync("3");
        Assert.Equal(0, client.QueuedCount);
    }
}
