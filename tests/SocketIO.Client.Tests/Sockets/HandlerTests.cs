using SocketIO.Protocol;
using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>Handlers of events, and what they may do.</summary>
public sealed class HandlerTests : IAsyncDisposable
{
    private readonly Bed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    [Trait("Spec", "CLI-051")]
    [Trait("Spec", "TST-147")]
    public async Task Listeners_to_all_events_come_first()
    {
        var client = _bed.Client();
        var heard = _bed.Seen;
        client.On("a", (int n) => heard.Add($"handler {n}"));
        client.OnAny(received => heard.Add($"any {Recorder.Show(received.EventName, received.Arguments)}"));
        var first = client.PrependAny(received => heard.Add($"first {received.EventName}"));
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""451-["a",1,{"_placeholder":true,"num":0}]""");
        await peer.SendBinaryAsync(9);
        await heard.ExpectAsync("first a", "any a(1,<09>)", "handler 1");
        first.Dispose();
        await peer.SendAsync("""42["b"]""");
        await heard.ExpectAsync("any b()");
        client.OffAny();
        await peer.SendAsync("""42["a",2]""");
        await heard.ExpectAsync("handler 2");
    }

    [Fact]
    [Trait("Spec", "CLI-052")]
    [Trait("Spec", "T-103")]
    [Trait("Spec", "T-104")]
    public async Task Handlers_stay_over_reconnections_and_pile_up_if_registered_in_connect()
    {
        var client = _bed.Client();
        client.On("a", () => _bed.Seen.Add("once registered"));
        client.OnConnect(() => { client.On("a", () => _bed.Seen.Add("piled up")); });
        var peer = await _bed.ConnectAsync(client);
        peer.Abort();
        await Wait.Until("the loss", () => !client.Connected);
        _bed.Advance(client, 1);
        peer = await _bed.ReconnectAsync();
        await peer.SendAsync("""42["a"]""");
        await _bed.Seen.ExpectAsync("once registered", "piled up", "piled up");
    }

    [Fact]
    [Trait("Spec", "CLI-052")]
    public async Task Once_off_and_the_end_of_a_registration()
    {
        var client = _bed.Client();
        client.Once("a", (int n) => _bed.Seen.Add($"once {n}"));
        var registration = client.On("a", (int n) => _bed.Seen.Add($"on {n}"));
        client.On("b", () => _bed.Seen.Add("b"));
        Assert.True(client.HasHandlers("a"));
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""42["a",1]""", """42["a",2]""");
        await _bed.Seen.ExpectAsync("once 1", "on 1", "on 2");
        registration.Dispose();
        Assert.False(client.HasHandlers("a"));
        await peer.SendAsync("""42["a",3]""", """42["b"]""");
        await _bed.Seen.ExpectAsync("b");
        client.Off("b");
        client.On("c", () => _bed.Seen.Add("c"));
        client.Off();
        client.On("d", () => _bed.Seen.Add("d"));
        await peer.SendAsync("""42["b"]""", """42["c"]""", """42["d"]""");
        await _bed.Seen.ExpectAsync("d");
    }

    [Fact]
    public async Task Arguments_that_are_missing_are_null_and_those_of_another_type_an_error()
    {
        var client = _bed.Client();
        client.OnHandlerError(error => _bed.Seen.Add(error.GetType().Name));
        client.On("a", (string? one, int? two) => _bed.Seen.Add($"{one ?? "null"} {two?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}"));
        client.On("b", (int number) => _bed.Seen.Add($"{number}"));
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""42["a"]""", """42["a","x",2,"more"]""", """42["a",null,null]""", """42["b","text"]""", """42["b"]""", """42["b",3]""");
        await _bed.Seen.ExpectAsync("null null", "x 2", "null null", nameof(ArgumentBindingException), nameof(ArgumentBindingException), "3");
    }

    [Fact]
    [Trait("Spec", "CLI-042")]
    public async Task Handlers_that_throw_are_reported_once_and_stop_nothing()
    {
        var client = _bed.Client();
        client.OnHandlerError(error => _bed.Seen.Add($"error {error.Message}"));
        client.OnConnect(() => throw new InvalidOperationException("connect"));
        client.On("a", () => throw new InvalidOperationException("sync"));
        client.On("a", async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("async");
        });
        client.On("a", () => _bed.Seen.Add("the next handler"));
        client.On("b", () => 1);
        client.OnAny(_ => throw new InvalidOperationException("any"));
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""420["a"]""", """421["b"]""");
        await _bed.Seen.ExpectAsync("error connect", "the next handler");
        Assert.Matches("any.*sync.*async", await _bed.Seen.NextAsync());
        await _bed.Seen.ExpectAsync("error any");
        await peer.ExpectAsync("430[]", "431[1]");
        client.EmitWithCallback("q", (EventArguments _) => throw new InvalidOperationException("callback"));
        await peer.ExpectAsync("""420["q"]""");
        await peer.SendAsync("430[]");
        await _bed.Seen.ExpectAsync("error callback");
        Assert.True(client.Connected);
    }

    [Fact]
    public async Task A_handler_of_errors_that_throws_itself_stops_nothing()
    {
        var client = _bed.Client();
        client.OnHandlerError(_ => throw new InvalidOperationException("again"));
        client.On("a", () => throw new InvalidOperationException("sync"));
        client.On("b", async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("async");
        });
        client.On("c", () => _bed.Seen.Add("c"));
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""42["a"]""", """42["b"]""", """42["c"]""");
        await _bed.Seen.ExpectAsync("c");
    }

    [Fact]
    [Trait("Spec", "CLI-078")]
    public async Task While_a_handler_never_returns_heartbeats_and_acknowledgements_go_on()
    {
        var client = _bed.Client();
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.On("never", () => never.Task);
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""42["never"]""", """42["never"]""");
        _bed.Advance(client, 25);
        await peer.SendAsync("2");
        await peer.ExpectAsync("3");
        var ack = client.EmitWithAckAsync<int>("q");
        await peer.ExpectAsync("""420["q"]""");
        await peer.SendAsync("430[1]");
        Assert.Equal(1, await Wait.For("the acknowledgement", ack));

        // Also over a reconnection.
        peer.Abort();
        await Wait.Until("the loss", () => !client.Connected);
        _bed.Advance(client, 1);
        await _bed.ReconnectAsync();
        await Wait.Until("connect", () => client.Connected);
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_holds_up_handlers_only()
    {
        var client = _bed.Client();
        using var released = new ManualResetEventSlim();
        client.On("block", () => { released.Wait(Wait.Limit); });
        client.On("next", () => _bed.Seen.Add("next"));
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""42["block"]""", """42["next"]""");
        await peer.SendAsync("2");
        await peer.ExpectAsync("3");
        var ack = client.EmitWithAckAsync<int>("q");
        await peer.ExpectAsync("""420["q"]""");
        await peer.SendAsync("430[1]");
        Assert.Equal(1, await Wait.For("the acknowledgement", ack));
        _bed.Seen.ExpectNothing();
        released.Set();
        await _bed.Seen.ExpectAsync("next");
    }

    [Fact]
    public async Task Handlers_may_wait_for_acknowledgements()
    {
        var client = _bed.Client();
        client.On("a", async (int n) => _bed.Seen.Add($"{n} {await client.EmitWithAckAsync<int>("q", n)}"));
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""42["a",1]""", """42["a",2]""");
        await peer.ExpectAsync("""420["q",1]""");
        await peer.SendAsync("430[10]");
        await peer.ExpectAsync("""421["q",2]""");
        await peer.SendAsync("431[20]");
        await _bed.Seen.ExpectAsync("1 10", "2 20");
    }

    [Fact]
    [Trait("Spec", "TST-136")]
    [Trait("Spec", "TST-146")]
    public async Task Handlers_may_disconnect_and_connect()
    {
        var client = _bed.Watched();
        client.On("again", () =>
        {
            client.Disconnect();
            client.Connect();
        });
        client.OnDisconnect((reason, _) =>
        {
            if (reason is "io server disconnect")
            {
                client.Connect();
            }
        });
        var peer = await _bed.ConnectAsync(client);
        await peer.SendAsync("""42["again"]""", """42["late"]""");
        await peer.ExpectAsync("41", "<close>");
        peer = await _bed.ReconnectAsync();
        await peer.SendAsync("41");
        await _bed.ReconnectAsync("third");
        await Wait.Until("connect", () => client.Id == "third");
        await Bed.SettleAsync(client);
        Assert.Equal(3, _bed.Seen.All.Count(line => line == "connect"));
    }

    [Fact]
    public async Task A_backlog_holds_the_reader_up_until_handlers_have_caught_up()
    {
        var client = _bed.Client(o => o.MaxPendingEvents = 5);
        var gate = new SemaphoreSlim(0);
        var count = 0;
        client.On("a", async () =>
        {
            await gate.WaitAsync();
            Interlocked.Increment(ref count);
        });
        var peer = await _bed.ConnectAsync(client);

        for (var i = 0; i < 20; i++)
        {
            await peer.SendAsync("""42["a"]""");
        }

        await Wait.Until("the reader to be held up", () => !client.Connection.Callbacks.WhenReadyAsync().IsCompleted);
        await peer.SendAsync("2");
        gate.Release(20);
        await peer.ExpectAsync("3");
        await Wait.Until("all events", () => Volatile.Read(ref count) == 20);
    }

    [Fact]
    public async Task Events_can_be_read_one_after_another()
    {
        var client = _bed.Client();
        var peer = await _bed.ConnectAsync(client);
        using var cancellation = new CancellationTokenSource();
        var read = new List<int>();
        var reading = Task.Run(async () =>
        {
            await foreach (var number in client.ReadEventsAsync<int>("n", cancellation.Token))
            {
                read.Add(number);

                if (number == 3)
                {
                    break;
                }
            }
        });
        await Wait.Until("the reader", () => client.HasHandlers("n"));
        await peer.SendAsync("""42["n",1]""", """42["n",2]""", """42["n",3]""", """42["n",4]""");
        await Wait.For("the end", reading);
        Assert.Equal([1, 2, 3], read);
        Assert.False(client.HasHandlers("n"));
        await using var others = client.ReadEventsAsync<int>("n", cancellation.Token).GetAsyncEnumerator();
        var next = others.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.For("the cancellation", next));
    }
}
