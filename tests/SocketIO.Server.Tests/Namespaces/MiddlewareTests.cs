using SocketIO.Tests;

namespace SocketIO.Server.Tests;

public sealed class MiddlewareTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private readonly List<string> _seen = [];

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "SRV-042")]
    [Trait("Spec", "SRV-043")]
    [Trait("Spec", "TST-107")]
    public async Task They_run_in_order_once_per_connection_to_their_namespace()
    {
        Io.Use(async (socket, next) =>
        {
            _seen.Add($"1 {socket.Connected}");
            await Task.Yield();
            await next();
        }).Use((_, next) =>
        {
            _seen.Add("2");
            return next();
        });
        Io.Of("/admin").Use((_, next) =>
        {
            _seen.Add("admin");
            return next();
        });
        Io.OnConnection(_ => _seen.Add("connection"));

        var client = await _server.ConnectAsync();
        await client.JoinAsync("/admin");

        Assert.Equal(["1 False", "2", "connection", "admin"], _seen);
    }

    [Theory]
    [Trait("Spec", "SRV-044")]
    [Trait("Spec", "SRV-046")]
    [InlineData("", "4{\"message\":\"not authorized\",\"data\":{\"code\":\"E_AUTH\",\"retry\":false}}")]
    [InlineData("{\"token\":\"plain\"}", "4{\"message\":\"plain error\"}")]
    [InlineData("{\"token\":\"list\"}", "4{\"message\":\"list\",\"data\":[1,null]}")]
    [InlineData("{\"token\":\"bug\"}", "4{\"message\":\"Internal server error\"}")]
    public async Task A_refused_client_is_told_why(string auth, string expected)
    {
        Io.Use((socket, next) => (socket.Handshake.Auth.TryGetProperty("token", out var token) ? token.GetString() : null) switch
        {
            "plain" => throw new ConnectRefusedException("plain error"),
            "list" => throw new ConnectRefusedException("list", new object?[] { 1, null }),
            "bug" => throw new InvalidOperationException("connection string of the database"),
            null => throw new ConnectRefusedException("not authorized", new { code = "E_AUTH", retry = false }),
            _ => next(),
        });
        Io.Use((_, next) =>
        {
            _seen.Add("later middleware");
            return next();
        });
        Io.OnConnection(_ => _seen.Add("connection"));
        Io.OnDisconnect((_, _) => _seen.Add("disconnect"));
        var client = _server.Open();

        await client.SendAsync("0" + auth);

        Assert.Equal(expected, await client.ReceiveAsync());
        Assert.Empty(_seen);
        Assert.Empty(Io.Sockets);
        Assert.False(client.IsClosed);
        Assert.Equal(expected.Contains("Internal", StringComparison.Ordinal) ? 1 : 0, _server.Errors.Count);
        await client.SendAsync("0{\"token\":\"secret\"}");
        Assert.StartsWith("0{\"sid\":", await client.ReceiveAsync());
    }

    [Fact]
    [Trait("Spec", "SRV-039")]
    [Trait("Spec", "TST-119")]
    public async Task Rooms_joined_in_a_failing_middleware_are_left()
    {
        Io.Use(async (socket, next) =>
        {
            await socket.JoinAsync("room");
            await next();
        });
        Io.Use((_, _) => throw new ConnectRefusedException("no"));
        var client = _server.Open();

        await client.SendAsync("0");

        Assert.Equal(["4{\"message\":\"no\"}"], client.Drain());
        Assert.Empty(Io.Adapter.Rooms.Names);
    }

    [Fact]
    [Trait("Spec", "SRV-042")]
    public async Task The_list_is_that_of_the_moment_of_the_connection()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Io.Use(async (_, next) =>
        {
            await gate.Task;
            await next();
        });
        var client = _server.Open();
        await client.SendAsync("0");
        Io.Use((_, _) => throw new ConnectRefusedException("added later"));
        gate.SetResult();

        Assert.StartsWith("0{", await client.ReceiveAsync());
    }

    [Fact]
    [Trait("Spec", "SRV-040")]
    [Trait("Spec", "TST-107")]
    public async Task A_client_that_left_meanwhile_is_dropped_silently()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Io.Use(async (_, next) =>
        {
            await gate.Task;
            await next();
            passed.SetResult();
        });
        Io.OnConnection(_ => _seen.Add("connection"));
        Io.OnDisconnect((_, _) => _seen.Add("disconnect"));
        var client = _server.Open();
        await client.SendAsync("0");

        client.Lose();
        gate.SetResult();

        await Wait.For("the middleware to pass", passed.Task);
        Assert.Empty(_seen);
        Assert.Empty(Io.Sockets);
        Assert.Empty(Io.Adapter.Rooms.Names);
    }

    [Fact]
    public async Task Calling_next_twice_or_later_connects_once()
    {
        Func<Task>? kept = null;
        Io.Use((_, next) =>
        {
            kept = next;
            return Task.CompletedTask;
        });
        Io.OnConnection(_ => _seen.Add("connection"));
        var client = _server.Open();
        await client.SendAsync("0");
        Assert.Empty(client.All);

        await Task.WhenAll(kept!(), kept(), kept());

        Assert.StartsWith("0{", await client.ReceiveAsync());
        Assert.Equal(["connection"], _seen);
        Assert.Single(Io.Sockets);
    }

    [Fact]
    [Trait("Spec", "SRV-115")]
    public async Task What_a_middleware_attaches_to_the_socket_is_there_later()
    {
        Io.Use((socket, next) =>
        {
            socket.Data["user"] = socket.GetAuth<Dictionary<string, string>>()?["name"];
            return next();
        });
        Io.On("who", (ServerSocket socket) => socket.Data.Get<string>("user"));
        var client = await _server.ConnectAsync(auth: "{\"name\":\"Ann\"}");

        await client.SendAsync("20[\"who\"]");

        Assert.Equal("30[\"Ann\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Disconnecting_a_socket_that_is_not_connected_yet_does_nothing()
    {
        Io.Use(async (socket, next) =>
        {
            await socket.DisconnectAsync(close: true);
            await next();
        });

        var client = await _server.ConnectAsync();

        Assert.False(client.IsClosed);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
