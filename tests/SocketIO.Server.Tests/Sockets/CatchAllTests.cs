using SocketIO.Protocol;

namespace SocketIO.Server.Tests;

/// <summary>Listeners of every event, and the middlewares that events pass.</summary>
public sealed class CatchAllTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private readonly List<string> _seen = [];
    private LoopbackClient _client = null!;
    private ServerSocket _socket = null!;

    [Fact]
    [Trait("Spec", "SRV-067")]
    [Trait("Spec", "TST-120")]
    public async Task Incoming_events_are_seen_before_middlewares_and_handlers()
    {
        _server.Io.On("e", () => { _seen.Add("handler"); });
        _socket.Use((context, next) =>
        {
            _seen.Add("middleware");
            return next();
        });
        _socket.OnAny((name, args) => _seen.Add($"any {name} {args.Count}"));
        _socket.PrependAny((name, _) => _seen.Add($"first {name}"));
        Func<string, EventArguments, Task> third = async (_, _) =>
        {
            await Task.Yield();
            _seen.Add("asynchronous");
        };
        _socket.OnAny(third);

        await _client.SendAsync("20[\"e\",1,2]");
        Assert.Equal("30[]", await _client.ReceiveAsync());
        Assert.Equal(["first e", "any e 2", "asynchronous", "middleware", "handler"], _seen);
        Assert.Equal(3, _socket.ListenersAny.Count);

        _socket.OffAny(third);
        Assert.Equal(2, _socket.ListenersAny.Count);
        _socket.OffAny();
        _seen.Clear();
        await _client.SendAsync("21[\"e\"]", "39[1]");
        Assert.Equal("31[]", await _client.ReceiveAsync());
        Assert.Equal(["middleware", "handler"], _seen);
    }

    [Fact]
    [Trait("Spec", "SRV-067")]
    public async Task Events_without_a_handler_are_seen_too_and_bytes_are_bytes()
    {
        _socket.OnAny((name, args) => _seen.Add($"{name} {args.Get<byte[]>(0)!.Length}"));

        await _client.SendAsync("51-[\"unknown\",{\"_placeholder\":true,\"num\":0}]");
        await _client.SendAsync([1, 2, 3]);

        Assert.Equal(["unknown 3"], _seen);
    }

    [Fact]
    [Trait("Spec", "SRV-068")]
    [Trait("Spec", "TST-120")]
    public async Task Outgoing_events_are_seen_whoever_sends_them()
    {
        _server.Io.On("ask", () => "acknowledgements are no events");
        _socket.OnAnyOutgoing((name, args) => _seen.Add($"{name} {args.Count}"));
        using var removed = _socket.PrependAnyOutgoing((name, args) => _seen.Add("first"));
        removed.Dispose();

        await _socket.EmitAsync("direct", 1, "two");
        await _server.Io.EmitAsync("broadcast", new byte[] { 1, 2 });
        await _server.Io.To(_socket.Id).EmitAsync("room");
        _ = _socket.EmitWithAckAsync<int>("question", 1);
        await _client.SendAsync("20[\"ask\"]");

        Assert.Equal(["direct 2", "broadcast 1", "room 0", "question 1"], _seen);
        Assert.Single(_socket.ListenersAnyOutgoing);
        _socket.OffAnyOutgoing();
        await _socket.EmitAsync("unseen");
        Assert.Equal(4, _seen.Count);
        Assert.Equal(6, _client.Drain().Length);
    }

    [Fact]
    [Trait("Spec", "SRV-068")]
    public async Task The_original_bytes_are_seen_not_their_placeholders()
    {
        byte[]? seen = null;
        _socket.OnAnyOutgoing((_, args) => seen = args[0].Get<Dictionary<string, byte[]>>()!["b"]);

        await _socket.EmitAsync("e", new { b = new byte[] { 7, 8 } });

        Assert.Equal([7, 8], seen);
    }

    [Fact]
    [Trait("Spec", "SRV-066")]
    [Trait("Spec", "TST-128")]
    public async Task Middlewares_change_an_event_or_refuse_it()
    {
        _server.Io.On("rewritten", (string a) => a);
        _server.Io.On("renamed", (int a, byte[] b) => a + b.Length);
        _server.Io.On("blocked", () => { _seen.Add("never"); });
        _server.Io.On("dropped", () => { _seen.Add("never"); });
        _socket.Use((context, next) =>
        {
            if (context.EventName == "rewritten")
            {
                context.SetArguments("by middleware");
            }

            return next();
        });
        _socket.Use(async (context, next) =>
        {
            switch (context.EventName)
            {
                case "old":
                    context.EventName = "renamed";
                    context.SetArguments(40, new byte[2]);
                    await next();
                    _seen.Add("after");
                    break;

                case "blocked":
                    throw new InvalidOperationException("event blocked");

                case "answered":
                    await context.Ack.SendAsync("early");
                    break;

                case "dropped":
                    break;

                default:
                    await next();
                    break;
            }
        });
        _socket.OnError(error => _seen.Add(error.Message));

        await _client.SendAsync("20[\"rewritten\",\"x\"]", "21[\"old\"]", "22[\"blocked\"]", "23[\"dropped\"]", "24[\"answered\"]");

        Assert.Equal(["30[\"by middleware\"]", "31[42]", "34[\"early\"]"], _client.Drain());
        Assert.Equal(["after", "event blocked"], _seen);
        Assert.Empty(_server.Errors);
    }

    [Fact]
    [Trait("Spec", "SRV-066")]
    public async Task A_refusal_that_no_error_handler_listens_for_is_reported()
    {
        _socket.Use((_, _) => throw new InvalidOperationException("event blocked"));

        await _client.SendAsync("20[\"e\"]");

        Assert.Equal(("socket middleware", "e"), (Assert.Single(_server.Errors).Source, _server.Errors.Single().EventName));
        Assert.False(_client.IsClosed);
    }

    [Fact]
    [Trait("Spec", "SRV-069")]
    public async Task A_socket_has_handlers_of_its_own_after_those_of_the_namespace()
    {
        _server.Io.On("e", () => { _seen.Add("namespace"); });
        Action own = () => _seen.Add("own");
        _socket.On("e", own);
        _socket.Once("e", () => { _seen.Add("once"); });
        var (other, _) = await _server.ConnectSocketAsync();

        await _client.SendAsync("2[\"e\"]", "2[\"e\"]");
        Assert.Equal(["namespace", "own", "once", "namespace", "own"], _seen);
        Assert.Equal([own], _socket.Listeners("e"));
        Assert.Equal(["e"], _socket.EventNames);

        _seen.Clear();
        _socket.Off("e", own);
        await _client.SendAsync("2[\"e\"]");
        await other.SendAsync("2[\"e\"]");
        Assert.Equal(["namespace", "namespace"], _seen);
    }

    public async ValueTask InitializeAsync() => (_client, _socket) = await _server.ConnectSocketAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
