using SocketIO.Protocol;

namespace SocketIO.Server.Tests;

/// <summary>The emitter's surface: adding, preceding, removing and listing listeners, of a socket and of a namespace.</summary>
public sealed class ListenerTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private readonly List<string> _seen = [];
    private LoopbackClient _client = null!;
    private ServerSocket _socket = null!;

    [Fact]
    [Trait("Spec", "SRV-069")]
    public async Task Those_of_a_socket_run_in_order_and_the_prepended_first()
    {
        _socket.On("e", Note("second"));
        _socket.Prepend("e", Note("first"));
        _socket.PrependOnce("e", Note("once"));
        _socket.Once("e", Note("last, once"));

        Assert.Equal(["e"], _socket.EventNames);
        Assert.Equal(4, _socket.Listeners("e").Count);
        await _client.SendAsync("2[\"e\"]", "2[\"e\"]");

        Assert.Equal(["once", "first", "second", "last, once", "first", "second"], _seen);
        Assert.Equal(2, _socket.Listeners("e").Count);
    }

    [Fact]
    [Trait("Spec", "SRV-069")]
    public async Task Those_of_a_namespace_likewise_and_all_of_them_before_the_sockets()
    {
        var io = _server.Io;
        _socket.Prepend("e", Note("own"));
        io.On("e", Note("second"));
        io.Prepend("e", Note("first"));
        io.PrependOnce("e", Note("once"));
        io.On("other", Note("other"));

        Assert.Equal(["e", "other"], io.EventNames.Order());
        Assert.Equal(3, io.Listeners("e").Count);
        Assert.Empty(io.Listeners("nobody's"));
        await _client.SendAsync("2[\"e\"]", "2[\"e\"]");

        Assert.Equal(["once", "first", "second", "own", "first", "second", "own"], _seen);
    }

    [Fact]
    [Trait("Spec", "SRV-069")]
    public async Task They_are_removed_one_by_one_by_event_and_altogether()
    {
        var (a, b) = (Note("a"), Note("b"));
        var subscription = _socket.On("e", a);
        _socket.On("e", b);
        _socket.On("f", a);
        _server.Io.On("e", a);

        subscription.Dispose();
        subscription.Dispose();
        Assert.Equal([b], _socket.Listeners("e"));
        _socket.Off("e", a);
        Assert.Equal([b], _socket.Listeners("e"));
        _socket.Off("e");
        Assert.Equal(["f"], _socket.EventNames);
        _socket.Off();
        Assert.Empty(_socket.EventNames);
        await _client.SendAsync("2[\"e\"]", "2[\"f\"]");
        Assert.Equal(["a"], _seen);

        _server.Io.Off("e", a);
        Assert.Empty(_server.Io.EventNames);
    }

    [Fact]
    [Trait("Spec", "SRV-069")]
    public async Task One_that_is_removed_by_a_handler_still_runs_for_the_event_that_is_being_handled()
    {
        var second = Note("second");
        _socket.On("e", () => _socket.Off("e", second));
        _socket.On("e", second);

        await _client.SendAsync("2[\"e\"]", "2[\"e\"]");

        Assert.Equal(["second"], _seen);
    }

    [Fact]
    [Trait("Spec", "SRV-069")]
    public async Task One_that_runs_once_runs_once_though_events_are_handled_at_the_same_time()
    {
        await using var server = new ServerHarness(o => o.MaxConcurrentHandlers = 4);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = 0;
        server.Io.Once("e", async () =>
        {
            Interlocked.Increment(ref runs);
            await gate.Task;
        });
        var client = await server.ConnectAsync();

        await client.SendAsync("20[\"e\"]", "21[\"e\"]", "22[\"e\"]");
        gate.SetResult();

        Assert.Equal("30[]", await client.ReceiveAsync());
        Assert.Equal(1, runs);
    }

    [Fact]
    [Trait("Spec", "SRV-067")]
    public async Task Those_of_every_incoming_event_can_be_prepended_listed_and_removed()
    {
        Action<string, EventArguments> second = (name, _) => _seen.Add($"second {name}");
        Func<string, EventArguments, Task> first = async (name, _) =>
        {
            await Task.Yield();
            _seen.Add($"first {name}");
        };
        _socket.On("e", Note("handler"));
        _socket.OnAny(second);
        _socket.PrependAny(first);
        Assert.Equal<Delegate>([first, second], _socket.ListenersAny);

        await _client.SendAsync("20[\"e\"]");
        Assert.Equal("30[]", await _client.ReceiveAsync());
        Assert.Equal(["first e", "second e", "handler"], _seen);

        _socket.OffAny(first);
        Assert.Equal<Delegate>([second], _socket.ListenersAny);
        _socket.OffAny();
        Assert.Empty(_socket.ListenersAny);
    }

    [Fact]
    [Trait("Spec", "SRV-068")]
    public async Task Those_of_every_outgoing_event_as_well()
    {
        Action<string, EventArguments> first = (name, args) => _seen.Add($"first {name} {args.Count}");
        Action<string, EventArguments> second = (name, _) => _seen.Add($"second {name}");
        _socket.OnAnyOutgoing(second);
        _socket.PrependAnyOutgoing(first);
        Assert.Equal<Delegate>([first, second], _socket.ListenersAnyOutgoing);

        await _socket.EmitAsync("e", 1, 2);
        Assert.Equal(["first e 2", "second e"], _seen);

        _socket.OffAnyOutgoing(second);
        Assert.Equal<Delegate>([first], _socket.ListenersAnyOutgoing);
        _socket.OffAnyOutgoing();
        Assert.Empty(_socket.ListenersAnyOutgoing);
    }

    [Fact]
    [Trait("Spec", "SRV-066")]
    public async Task Middlewares_see_events_and_not_acknowledgements()
    {
        _socket.Use((context, next) =>
        {
            _seen.Add(context.EventName);
            return next();
        });
        var answer = _socket.EmitWithAckAsync<int>("question");

        await _client.SendAsync("30[7]", "2[\"e\"]");

        Assert.Equal(7, await SocketIO.Tests.Wait.For("the answer", answer));
        Assert.Equal(["e"], _seen);
    }

    public async ValueTask InitializeAsync() => (_client, _socket) = await _server.ConnectSocketAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Action Note(string text) => () => _seen.Add(text);
}
