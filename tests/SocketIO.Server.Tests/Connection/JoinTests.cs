using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>From CONNECT to the first event.</summary>
public sealed class JoinTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "SRV-033")]
    [Trait("Spec", "SRV-048")]
    public async Task Connect_is_answered_with_the_socket_id()
    {
        var client = _server.Open();

        var id = await client.JoinAsync();

        Assert.Matches("^[A-Za-z0-9_-]{20}$", id);
        Assert.NotEqual(client.Session.Id, id);
        Assert.Equal([$"0{{\"sid\":\"{id}\"}}"], client.All);
    }

    [Fact]
    [Trait("Spec", "T-109")]
    public async Task Two_connections_have_two_ids()
        => Assert.NotEqual(await _server.Open().JoinAsync(), await _server.Open().JoinAsync());

    [Fact]
    [Trait("Spec", "SRV-048")]
    public void Ids_are_random_and_never_the_same()
    {
        var ids = Enumerable.Range(0, 100_000).Select(_ => SocketId.New()).ToArray();

        Assert.Equal(ids.Length, ids.Distinct().Count());

        // Every place of the text takes every letter about equally often: no counter, no fixed bits.
        for (var place = 0; place < 20; place++)
        {
            Assert.All(ids.GroupBy(id => id[place]), letter => Assert.InRange(letter.Count(), 1_250, 1_900));
        }
    }

    [Fact]
    [Trait("Spec", "SRV-038")]
    [Trait("Spec", "SRV-039")]
    public async Task The_order_is_middlewares_then_the_answer_then_the_registration_then_the_handlers()
    {
        var seen = new List<string>();
        ServerSocket? inMiddleware = null;
        Io.Use(async (socket, next) =>
        {
            inMiddleware = socket;
            await socket.JoinAsync("early");
            await socket.EmitAsync("hello");
            seen.Add($"middleware {socket.Connected} {Io.SocketsCount} {string.Join(',', socket.Rooms)}");
            await next();
            seen.Add($"after {socket.Connected}");
        });
        Io.OnConnection(socket => seen.Add($"connection {socket.Connected} {Io.SocketsCount} {socket.Rooms.Contains(socket.Id)} {socket.Rooms.Contains("early")}"));

        var client = _server.Open();
        await client.SendAsync("0");

        Assert.Equal(["middleware False 0 early", "connection True 1 True True", "after True"], seen);
        Assert.Equal(["2[\"hello\"]", $"0{{\"sid\":\"{inMiddleware!.Id}\"}}"], client.All);
    }

    [Fact]
    [Trait("Spec", "SRV-038")]
    [Trait("Hostile", "B24")]
    [Trait("Hostile", "G2")]
    public async Task Events_that_follow_their_connect_at_once_are_handled_after_it()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Io.Use(async (_, next) =>
        {
            await gate.Task;
            await next();
        });
        Io.On("a", (int n) => n);

        var client = _server.Open();
        await client.SendAsync("0", "20[\"a\",1]", "21[\"a\",2]");
        Assert.Empty(client.All);
        gate.SetResult();

        Assert.StartsWith("0{", await client.ReceiveAsync());
        Assert.Equal("30[1]", await client.ReceiveAsync());
        Assert.Equal("31[2]", await client.ReceiveAsync());
    }

    [Fact]
    [Trait("Spec", "SRV-077")]
    public async Task Connect_event_and_disconnect_at_once_all_take_effect_in_that_order()
    {
        var seen = new List<string>();
        Io.Use(async (_, next) =>
        {
            await Task.Yield();
            await next();
        });
        Io.OnConnection(_ => seen.Add("connection"));
        Io.On("a", () => seen.Add("event"));
        Io.OnDisconnect((_, reason) => seen.Add(reason));

        var client = _server.Open();
        await client.SendAsync("0", "2[\"a\"]", "1");
        await Wait.Until("the socket has gone", () => seen.Count == 3, () => string.Join(',', seen));

        Assert.Equal(["connection", "event", "client namespace disconnect"], seen);
        Assert.False(client.IsClosed);
    }

    [Fact]
    public async Task What_was_sent_before_a_refusal_closes_the_connection()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Io.Use(async (_, _) =>
        {
            await gate.Task;
            throw new ConnectRefusedException("no");
        });

        var client = _server.Open();
        await client.SendAsync("0", "2[\"a\"]");
        gate.SetResult();

        await client.ClosedAsync();
        Assert.Empty(client.All);
    }

    [Fact]
    [Trait("Spec", "SRV-023")]
    [Trait("Spec", "SRV-041")]
    [Trait("Spec", "SRV-052")]
    [Trait("Spec", "TST-114")]
    public async Task One_connection_carries_several_namespaces()
    {
        Io.Of("/admin").On("who", (ServerSocket s) => $"{s.Namespace.Name} {s.Handshake.Query["x"]} {s.Handshake.Auth.GetProperty("t").GetInt32()}");
        var client = _server.Open(http => http.Request.QueryString = new("?EIO=4&transport=websocket&x=shared"));
        var main = await client.JoinAsync();
        var admin = await client.JoinAsync("/admin", "{\"t\":5}");

        await client.SendAsync("2/admin,7[\"who\"]");

        Assert.Equal("3/admin,7[\"/admin shared 5\"]", await client.ReceiveAsync());
        Assert.NotEqual(main, admin);
        Assert.Same(Io.FindSocket(main)!.Connection, Io.Of("/admin").FindSocket(admin)!.Connection);
        Assert.Equal(1, Io.Engine.ClientsCount);
    }

    [Theory]
    [Trait("Hostile", "G10")]
    [InlineData("0")]
    [InlineData("0/,")]
    [InlineData("0/")]
    public async Task The_main_namespace_has_several_spellings(string connect)
    {
        var client = _server.Open();

        await client.SendAsync(connect);

        Assert.StartsWith("0{\"sid\":", await client.ReceiveAsync());
    }

    [Fact]
    [Trait("Spec", "SRV-077")]
    public async Task A_namespace_can_be_joined_again_after_it_was_left()
    {
        var client = await _server.ConnectAsync();

        await client.SendAsync("1");
        var second = await client.JoinAsync();

        Assert.Equal([second], Io.Sockets.Select(s => s.Id));
        Assert.False(client.IsClosed);
    }

    [Fact]
    [Trait("Spec", "SRV-049")]
    [Trait("Spec", "SRV-051")]
    [Trait("Spec", "SRV-046")]
    public async Task The_handshake_tells_what_the_first_request_said()
    {
        var client = _server.Open(http =>
        {
            http.Request.Headers["X-Custom"] = "a";
            http.Request.Headers.Origin = "http://elsewhere";
            http.Connection.RemoteIpAddress = System.Net.IPAddress.Parse("10.1.2.3");
        });

        var id = await client.JoinAsync(auth: "{\"token\":\"x\",\"pid\":\"p\",\"offset\":\"o\"}");
        var handshake = Io.FindSocket(id)!.Handshake;

        Assert.Equal("a", handshake.Headers["x-custom"]);
        Assert.Equal("4", handshake.Query["EIO"]);
        Assert.Equal("/socket.io/?EIO=4&transport=websocket", handshake.Url);
        Assert.Equal("10.1.2.3", handshake.Address);
        Assert.True(handshake.Xdomain);
        Assert.False(handshake.Secure);
        Assert.Equal(_server.Time.GetUtcNow(), handshake.Time);
        Assert.Equal(handshake.Time.ToUnixTimeMilliseconds(), handshake.Issued);
        Assert.Equal("""{"token":"x","pid":"p","offset":"o"}""", handshake.Auth.GetRawText());
        Assert.Equal("x", Io.FindSocket(id)!.GetAuth<Dictionary<string, string>>()!["token"]);
        Assert.Same(handshake, Io.FindSocket(id)!.Handshake);
    }

    [Fact]
    [Trait("Spec", "SRV-049")]
    [Trait("Hostile", "G14")]
    public async Task Auth_is_plain_data_and_an_empty_object_when_none_was_sent()
    {
        var (_, without) = await _server.ConnectSocketAsync();
        var (_, with) = await _server.ConnectSocketAsync(auth: "{\"__proto__\":{\"a\":1},\"token\":\"x\"}");

        Assert.Equal("{}", without.Handshake.Auth.GetRawText());
        Assert.Equal(1, with.Handshake.Auth.GetProperty("__proto__").GetProperty("a").GetInt32());
        Assert.Null(with.GetAuth<List<int>>());
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
