using System.Collections.Concurrent;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>Handlers of sockets that come and go: synchronous or not, of the namespace and of the socket, and contained.</summary>
public sealed class LifecycleTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    [Trait("Spec", "SRV-074")]
    public async Task All_of_them_may_be_asynchronous()
    {
        var io = _server.Io;
        io.OnConnection(socket => LaterAsync("io connection"));
        io.OnConnection(async (ServerSocket socket) => await LaterAsync("io connection of a delegate"));
        io.OnConnection(async ValueTask<int> (ServerSocket socket) =>
        {
            await LaterAsync("io connection with a value");
            return 1;
        });
        io.OnDisconnecting((_, reason) => LaterAsync($"io disconnecting {reason}"));
        io.OnDisconnecting(async (string reason, string? description) => await LaterAsync($"io disconnecting {description}"));
        io.OnDisconnect((_, reason) => LaterAsync($"io disconnect {reason}"));
        io.OnConnection(socket =>
        {
            socket.OnDisconnecting((reason, _) => LaterAsync($"own disconnecting {reason}"));
            socket.OnDisconnecting(async (reason, description) => await LaterAsync($"own disconnecting {description}"));
            socket.OnDisconnect(async (reason, _) => await LaterAsync($"own disconnect {reason}"));
            socket.OnDisconnect(async ValueTask (string reason) => await LaterAsync("own disconnect of a delegate"));
        });
        var client = await _server.ConnectAsync();

        client.Lose();
        Assert.Empty(_seen);
        _gate.SetResult();

        await Wait.Until("all have ended", () => _seen.Count == 10, () => string.Join(", ", _seen));
        Assert.Equal(
            [
                "io connection", "io connection of a delegate", "io connection with a value",
                "io disconnect transport close", "io disconnecting the peer has gone", "io disconnecting transport close",
                "own disconnect of a delegate", "own disconnect transport close", "own disconnecting the peer has gone", "own disconnecting transport close",
            ],
            _seen.Order(StringComparer.Ordinal));
        Assert.Empty(_server.Errors);
    }

    [Fact]
    [Trait("Spec", "SRV-118")]
    public async Task Whatever_they_throw_and_whenever_the_others_run_and_each_is_told_once()
    {
        var io = _server.Io;
        io.OnConnection(_ => FailAsync());
        io.OnConnection(async ValueTask<int> (ServerSocket _) =>
        {
            await FailAsync();
            return 1;
        });
        io.OnDisconnecting((_, _) => FailAsync());
        io.OnDisconnect((_, _) => FailAsync());
        io.OnConnection(socket =>
        {
            socket.OnDisconnecting((_, _) => FailAsync());
            socket.OnDisconnect((_, _) => FailAsync());
            socket.OnDisconnect((_, _) => { _seen.Enqueue("disconnected"); });
        });
        var (client, other) = (await _server.ConnectAsync(), await _server.ConnectAsync());

        client.Lose();
        _gate.SetResult();

        await Wait.Until("all is told", () => _server.Errors.Count == 8, () => string.Join(", ", _server.Errors.Select(e => e.Source)));
        Assert.Equal(
            ["connection handler", "connection handler", "connection handler", "connection handler", "disconnect handler", "disconnect handler", "disconnecting handler", "disconnecting handler"],
            _server.Errors.Select(e => e.Source).Order());
        Assert.Equal(["disconnected"], _seen);
        Assert.False(other.IsClosed);
    }

    [Fact]
    public async Task Error_handlers_may_be_asynchronous_and_fail_too()
    {
        var io = _server.Io;
        io.OnError(async (SocketErrorContext error) =>
        {
            await _gate.Task;
            _seen.Enqueue($"io {error.Exception.Message}");
            throw new InvalidOperationException("of the error handler");
        });
        io.On("bad", void () => throw new InvalidOperationException("of the handler"));
        io.OnConnection(socket =>
        {
            socket.Use((context, next) => context.EventName == "refused" ? throw new InvalidOperationException("of the middleware") : next());
            socket.OnError(async exception =>
            {
                await _gate.Task;
                _seen.Enqueue($"socket {exception.Message}");
                throw new InvalidOperationException("of the socket's error handler");
            });
        });
        var client = await _server.ConnectAsync();

        await client.SendAsync("2[\"bad\"]", "2[\"refused\"]");
        _gate.SetResult();

        await Wait.Until("all has been told", () => _seen.Count == 3 && _server.Logs.Entries.Count(e => e.Event == "UserCodeFailed") == 4, () => string.Join(", ", _seen));
        Assert.Equal(["io of the handler", "io of the socket's error handler", "socket of the middleware"], _seen.Order());
        Assert.Equal(2, _server.Errors.Count);
    }

    [Fact]
    public async Task What_handles_that_a_socket_goes_is_not_told_to_stop_because_it_goes()
    {
        var tokens = new ConcurrentQueue<bool>();
        _server.Io.OnDisconnecting((string reason, CancellationToken token) => tokens.Enqueue(token.IsCancellationRequested));
        _server.Io.OnDisconnect(async (string reason, CancellationToken token) =>
        {
            await _gate.Task;
            tokens.Enqueue(token.IsCancellationRequested);
        });
        var client = await _server.ConnectAsync();

        client.Lose();
        _gate.SetResult();

        await Wait.Until("both have run", () => tokens.Count == 2);
        Assert.Equal([false, false], tokens);
    }

    [Fact]
    public async Task A_stopping_server_waits_for_what_it_has_begun()
    {
        var handling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Io.OnConnection(async socket =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, socket.DisconnectToken);
            }
            finally
            {
                _seen.Enqueue("connection handler");
            }
        });
        _server.Io.On("save", async (int n, CancellationToken token) =>
        {
            await _gate.Task;
            _seen.Enqueue($"save {n} {token.IsCancellationRequested}");
        });
        _server.Io.OnDisconnect(async (_, reason) =>
        {
            await _gate.Task;
            _seen.Enqueue(reason);
        });
        var client = await _server.ConnectAsync();
        await client.SendAsync("2[\"save\",1]", "2[\"save\",2]");

        var closing = _server.Io.CloseAsync();
        await Wait.Until("the token is cancelled", () => _seen.Contains("connection handler"));
        Assert.False(closing.IsCompleted);
        _gate.SetResult();

        await Wait.For("the server to close", closing);
        Assert.Equal(["connection handler", "save 1 True", "save 2 True", "server shutting down"], _seen.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(_server.Logs.Entries, e => e.Event == "HandlersAbandoned");
        Assert.Equal(0, _server.Io.PendingHandlers.Count);
        Assert.Empty(_server.Errors);
    }

    [Fact]
    public async Task But_no_longer_than_the_option_says()
    {
        _server.Io.On("stuck", () => _gate.Task);
        var client = await _server.ConnectAsync();
        await client.SendAsync("2[\"stuck\"]");

        var closing = _server.Io.CloseAsync();
        Assert.False(closing.IsCompleted);
        await Wait.Until("the time is up", () =>
        {
            _server.Time.Advance(TimeSpan.FromSeconds(1));
            return closing.IsCompleted;
        });

        var warning = Assert.Single(_server.Logs.Entries, e => e.Event == "HandlersAbandoned");
        Assert.Contains("1 handlers", warning.Text);
        Assert.Contains("ShutdownTimeout", warning.Text);
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task LaterAsync(string text)
    {
        await _gate.Task;
        _seen.Enqueue(text);
    }

    private async Task FailAsync()
    {
        await _gate.Task;
        throw new InvalidOperationException("on purpose");
    }
}
