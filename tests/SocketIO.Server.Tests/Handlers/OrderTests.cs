using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>One event after another, behind a bounded queue that holds up nothing else.</summary>
public sealed class OrderTests
{
    [Fact]
    [Trait("Spec", "TST-112")]
    public async Task A_handler_is_awaited_before_the_next_event_is_handled()
    {
        await using var server = new ServerHarness();
        var seen = new List<int>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.On("n", async (int n) =>
        {
            if (n == 0)
            {
                await gate.Task;
            }

            seen.Add(n);
            return n;
        });
        var client = await server.ConnectAsync();

        await client.SendAsync([.. Enumerable.Range(0, 100).Select(n => $"2{n}[\"n\",{n}]")]);
        Assert.Empty(seen);
        gate.SetResult();

        for (var n = 0; n < 100; n++)
        {
            Assert.Equal($"3{n}[{n}]", await client.ReceiveAsync());
        }

        Assert.Equal(Enumerable.Range(0, 100), seen);
    }

    [Fact]
    public async Task As_many_are_handled_at_once_as_the_option_says()
    {
        await using var server = new ServerHarness(o => o.MaxConcurrentHandlers = 3);
        var running = 0;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.On("n", async () =>
        {
            Interlocked.Increment(ref running);
            await gate.Task;
        });
        var client = await server.ConnectAsync();

        await client.SendAsync([.. Enumerable.Range(0, 10).Select(n => $"2{n}[\"n\"]")]);
        Assert.Equal(3, running);
        gate.SetResult();

        await Wait.Until("all are acknowledged", () => client.All.Count == 11);
        Assert.Equal(10, running);
    }

    [Fact]
    public async Task Different_sockets_do_not_wait_for_each_other()
    {
        await using var server = new ServerHarness();
        server.Io.On("stuck", (CancellationToken token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));
        server.Io.On("quick", () => "ok");
        var stuck = await server.ConnectAsync();
        var other = await server.ConnectAsync();

        await stuck.SendAsync("2[\"stuck\"]", "20[\"quick\"]");
        await other.SendAsync("20[\"quick\"]");

        Assert.Equal("30[\"ok\"]", await other.ReceiveAsync());
        Assert.Empty(stuck.Drain());
    }

    [Fact]
    public async Task Acknowledgements_do_not_queue_behind_handlers()
    {
        await using var server = new ServerHarness();
        server.Io.On("ask", async (ServerSocket socket) => await socket.EmitWithAckAsync<string>("question"));
        var client = await server.ConnectAsync();

        await client.SendAsync("20[\"ask\"]", "2[\"queued behind\"]");
        Assert.Equal("20[\"question\"]", await client.ReceiveAsync());
        await client.SendAsync("30[\"answer\"]");

        Assert.Equal("30[\"answer\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Disconnects_do_not_queue_behind_handlers()
    {
        await using var server = new ServerHarness();
        var gone = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.On("stuck", () => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously).Task);
        server.Io.OnDisconnect((_, reason) => gone.TrySetResult(reason));
        var client = await server.ConnectAsync();

        await client.SendAsync("2[\"stuck\"]", "2[\"stuck\"]", "1");
        Assert.False(gone.Task.IsCompleted);
        server.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("client namespace disconnect", await Wait.For("the farewell to overtake what is stuck", gone.Task));

        var lost = await server.ConnectAsync();
        gone = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await lost.SendAsync("2[\"stuck\"]", "2[\"stuck\"]");
        lost.Lose();
        Assert.Equal("transport close", await Wait.For("the loss to overtake what is stuck", gone.Task));
    }

    [Fact]
    [Trait("Spec", "SRV-070")]
    public async Task Events_that_were_accepted_are_handled_before_the_farewell_that_follows_them()
    {
        await using var server = new ServerHarness();
        var seen = new List<string>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.On("save", async (int n) =>
        {
            await gate.Task;
            seen.Add($"save {n}");
        });
        server.Io.OnDisconnect((_, reason) => seen.Add(reason));
        var client = await server.ConnectAsync();

        await client.SendAsync("2[\"save\",1]", "2[\"save\",2]", "1");
        client.Lose();
        gate.SetResult();

        await Wait.Until("all has happened", () => seen.Count == 3, () => string.Join(',', seen));
        Assert.Equal(["save 1", "save 2", "client namespace disconnect"], seen);
    }

    [Fact]
    [Trait("Spec", "SRV-070")]
    public async Task A_farewell_does_not_overtake_an_event_that_another_thread_is_about_to_handle()
    {
        await using var server = new ServerHarness();
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var admit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var begun = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        server.Io.Use(async (_, next) =>
        {
            await admit.Task;
            await next();
        });
        server.Io.On("a", () =>
        {
            begun.Release();
            goOn.Wait(Wait.Limit);
            seen.Enqueue("event");
        });
        server.Io.OnDisconnect((_, reason) => seen.Enqueue(reason));
        var client = server.Open();
        await client.SendAsync("0", "2[\"a\"]");
        admit.SetResult();
        Assert.True(await begun.WaitAsync(Wait.Limit));

        await client.SendAsync("1");
        goOn.Release();

        await Wait.Until("both have happened", () => seen.Count == 2);
        Assert.Equal(["event", "client namespace disconnect"], seen);
    }

    [Fact]
    public async Task Events_that_were_accepted_are_handled_even_if_the_connection_is_lost()
    {
        await using var server = new ServerHarness();
        var seen = new List<string>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.On("save", async (int n) =>
        {
            await gate.Task;
            seen.Add($"save {n}");
        });
        var client = await server.ConnectAsync();

        await client.SendAsync("2[\"save\",1]", "2[\"save\",2]");
        client.Lose();
        gate.SetResult();

        await Wait.Until("both are saved", () => seen.Count == 2);
    }

    [Fact]
    [Trait("Hostile", "H32")]
    public async Task A_full_queue_stops_the_reader_and_goes_on_when_there_is_room()
    {
        await using var server = new ServerHarness(o => o.InboundQueueEvents = 4);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handled = 0;
        server.Io.On("n", async () =>
        {
            await gate.Task;
            Interlocked.Increment(ref handled);
        });
        var client = await server.ConnectAsync();

        // One runs, three wait; the fourth that waits stops the reader.
        await client.SendAsync("2[\"n\"]", "2[\"n\"]", "2[\"n\"]", "2[\"n\"]");
        var blocked = client.SendAsync("2[\"n\"]");
        Assert.False(blocked.IsCompleted);

        gate.SetResult();
        await Wait.For("the reader to go on", blocked);
        await Wait.Until("all are handled", () => handled == 5);
    }

    [Fact]
    public async Task The_queue_is_bounded_in_bytes_too_and_a_lost_connection_frees_the_reader()
    {
        await using var server = new ServerHarness(o => o.InboundQueueBytes = 1_000);
        server.Io.On("n", (string text, CancellationToken token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));
        var client = await server.ConnectAsync();
        var text = new string('x', 600);

        await client.SendAsync($"2[\"n\",\"{text}\"]", $"2[\"n\",\"{text}\"]");
        var blocked = client.SendAsync($"2[\"n\",\"{text}\"]");
        Assert.False(blocked.IsCompleted);
        client.Lose();

        await Wait.For("the reader to be freed", blocked);
    }
}
