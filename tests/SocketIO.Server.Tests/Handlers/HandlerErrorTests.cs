using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>Whatever user code does, the connection goes on, and each exception is told once.</summary>
public sealed class HandlerErrorTests
{
    private sealed class Boom() : Exception("boom");

    public static TheoryData<string, Delegate> Throwing => new()
    {
        { "at once", void () => throw new Boom() },
        { "at once, as a task", () => Throw() },
        { "faulted task", () => Task.FromException(new Boom()) },
        { "faulted value task", () => ValueTask.FromException(new Boom()) },
        { "later", async () => { await Task.Yield(); throw new Boom(); } },
        { "faulted task of a value", () => Task.FromException<int>(new Boom()) },
        { "later instead of a value", static async ValueTask<int> () => { await Task.Yield(); throw new Boom(); } },
        { "cancelled", () => Task.FromCanceled(new CancellationToken(canceled: true)) },
        { "an answer that cannot be serialised", () => new Unserialisable() },
    };

    [Theory]
    [MemberData(nameof(Throwing))]
    [Trait("Spec", "SRV-118")]
    public async Task A_failing_handler_is_reported_once_and_acknowledges_nothing(string name, Delegate handler)
    {
        await using var server = new ServerHarness();
        server.Io.On("bad", handler);
        server.Io.On("good", () => "ok");
        var (client, socket) = await server.ConnectSocketAsync();

        await client.SendAsync("20[\"bad\"]", "21[\"good\"]");

        Assert.Equal("31[\"ok\"]", await client.ReceiveAsync());
        var error = Assert.Single(server.Errors);
        Assert.Equal(("handler", "bad", socket), (error.Source, error.EventName, error.Socket));
        Assert.True(Assert.Single(server.Logs.Entries, e => e.Event == "UserCodeFailed").Level is Microsoft.Extensions.Logging.LogLevel.Error, name);
        Assert.True(socket.Connected);
    }

    [Fact]
    public async Task Every_other_place_of_user_code_is_guarded_too()
    {
        await using var server = new ServerHarness();
        var io = server.Io;
        io.OnNewNamespace(_ => throw new Boom());
        io.OnError(_ => throw new Boom());
        io.OnConnection(_ => throw new Boom());
        io.OnConnection(async _ =>
        {
            await Task.Yield();
            throw new Boom();
        });
        io.OnConnection(socket =>
        {
            socket.OnAny((_, _) => throw new Boom());
            socket.OnAnyOutgoing((_, _) => throw new Boom());
            socket.OnError(_ => throw new Boom());
            socket.Use((context, next) => context.EventName == "refused" ? throw new Boom() : next());
            socket.DisconnectToken.Register(() => throw new Boom());
            socket.OnDisconnecting((_, _) => throw new Boom());
            socket.OnDisconnect((_, _) => throw new Boom());
        });
        io.OnDisconnecting((_, _) => throw new Boom());
        io.OnDisconnect((_, _) => throw new Boom());
        io.On("fine", () => "ok");
        io.Of("/other");

        var (client, socket) = await server.ConnectSocketAsync();
        await client.SendAsync("20[\"fine\"]", "2[\"refused\"]");
        await socket.EmitAsync("out");
        await Wait.Until("the answer arrives", () => client.All.Contains("30[\"ok\"]") && client.All.Contains("2[\"out\"]"));
        await client.SendAsync("1");

        await Wait.Until("all is reported", () => server.Errors.Count == 12, () => string.Join(", ", server.Errors.Select(e => e.Source)));
        Assert.Equal(
            [
                "cancellation callback", "catch-all listener", "catch-all listener", "catch-all listener", "connection handler", "connection handler",
                "disconnect handler", "disconnect handler", "disconnecting handler", "disconnecting handler", "error handler", "new namespace handler",
            ],
            server.Errors.Select(e => e.Source).Order());
        Assert.False(client.IsClosed);
        Assert.Empty(io.Sockets);
        Assert.Empty(io.Adapter.Rooms.Names);
    }

    [Theory]
    [InlineData(true, "30[{\"error\":\"invalid arguments\"}]", "31[{\"error\":\"internal error\"}]", "32[{\"error\":\"internal error\"}]", "33[1]")]
    [InlineData(false, "33[1]")]
    public async Task The_sender_is_told_of_errors_if_the_option_says_so(bool option, params string[] expected)
    {
        await using var server = new ServerHarness(o => o.AcknowledgeErrors = option);
        server.Io.On("typed", (int n) => n);
        server.Io.On("bad", void () => throw new Boom());
        server.Io.On("later", async () =>
        {
            await Task.Yield();
            throw new Boom();
        });
        var client = await server.ConnectAsync();

        await client.SendAsync("20[\"typed\",\"x\"]", "21[\"bad\"]", "22[\"later\"]", "23[\"typed\",1]");

        await Wait.Until("the last is answered", () => client.All.Count == 1 + expected.Length, () => string.Join(' ', client.All));
        Assert.Equal(expected, client.Drain());
    }

    [Fact]
    public async Task A_handler_that_ends_because_its_socket_has_gone_is_no_error()
    {
        await using var server = new ServerHarness();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Io.On("wait", async (CancellationToken token) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        server.Io.OnConnection(socket => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, socket.DisconnectToken));
        var client = await server.ConnectAsync();
        await client.SendAsync("2[\"wait\"]");
        await started.Task;

        client.Lose();
        await client.ClosedAsync();

        Assert.Empty(server.Errors);
    }

    private static Task Throw() => throw new Boom();

    private sealed class Unserialisable
    {
        public int Value => throw new Boom();
    }
}
