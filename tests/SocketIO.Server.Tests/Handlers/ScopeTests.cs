using System.Collections.Concurrent;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Tests;

namespace SocketIO.Server.Tests;

/// <summary>An event has services of its own only if its handler asks for some.</summary>
public sealed class ScopeTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ServerHarness _server;
    private LoopbackClient _client = null!;
    private ScopeCountingProvider _provider = null!;
    private int _made;

    public ScopeTests()
    {
        _server = new ServerHarness(addServices: AddServices, wrap: services => _provider = new ScopeCountingProvider(services));

        void AddServices(IServiceCollection services) => services
            .AddSingleton(_seen)
            .AddSingleton<Single>()
            .AddSingleton(typeof(IBox<>), typeof(Box<>))
            .AddKeyedSingleton("single", new Single())
            .AddKeyedScoped("scoped", (_, _) => new Scoped(_seen, Interlocked.Increment(ref _made)))
            .AddScoped(_ => new Scoped(_seen, Interlocked.Increment(ref _made)))
            .AddScoped<Slow>()
            .AddTransient<Passing>()
            .AddTransient<OnScoped>();
    }

    public interface IBox<T>;

    public static TheoryData<string, Delegate, int> Table => new()
    {
        { "none", (ServerSocket socket, string a) => a, 0 },
        { "singleton", (Single a) => a, 0 },
        { "singleton of an open generic", (IBox<int> a) => true, 0 },
        { "singletons", (IEnumerable<Single> a) => a.Count(), 0 },
        { "singleton, asked for by an attribute", ([FromServices] Single a) => a, 0 },
        { "singleton with a key", ([FromKeyedServices("single")] Single a) => a, 0 },
        { "the services themselves", (IServiceProvider services) => true, 1 },
        { "scoped", (Scoped a) => true, 1 },
        { "scoped, twice", (Scoped a, Scoped b) => a == b, 1 },
        { "scoped with a key", ([FromKeyedServices("scoped")] Scoped a) => true, 1 },
        { "transient", (Passing a, Passing b) => a != b, 1 },
        { "transient on a scoped one", (OnScoped a) => true, 1 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_scope_is_made_for_what_is_not_a_singleton(string name, Delegate handler, int scopes)
    {
        _server.Io.On("e", handler);
        _server.Io.On("done", () => { });

        await _client.SendAsync("2[\"e\",\"x\"]", "2[\"e\",\"x\"]", "21[\"done\"]");
        Assert.Equal("31[]", await _client.ReceiveAsync());

        Assert.Equal((name, 2 * scopes, 2 * scopes), (name, _provider.Made, _provider.Ended));
        Assert.Equal(_made, _seen.Count);
        Assert.Empty(_server.Errors);
    }

    [Fact]
    public async Task It_ends_when_the_handler_has_completed_and_been_answered_for()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Io.On("e", async (Scoped scoped) =>
        {
            await gate.Task;
            _seen.Enqueue($"used {scoped.Number}");
            return 1;
        });

        await _client.SendAsync("20[\"e\"]", "21[\"e\"]");
        Assert.Empty(_seen);
        gate.SetResult();
        Assert.Equal("30[1]", await _client.ReceiveAsync());
        Assert.Equal("31[1]", await _client.ReceiveAsync());

        await Wait.Until("both are disposed of", () => _seen.Count == 4, () => string.Join(',', _seen));
        Assert.Equal(["used 1", "disposed 1", "used 2", "disposed 2"], _seen);
    }

    [Fact]
    public async Task It_ends_asynchronously_and_the_next_event_waits_for_that()
    {
        _server.Io.On("e", (Slow slow) => "answered");
        _server.Io.On("next", () => { _seen.Enqueue("next"); });

        await _client.SendAsync("20[\"e\"]", "21[\"next\"]");

        Assert.Equal("30[\"answered\"]", await _client.ReceiveAsync());
        Assert.Equal("31[]", await _client.ReceiveAsync());
        Assert.Equal(["slowly disposed", "next"], _seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_ends_when_the_handler_has_failed(bool later)
    {
        _server.Io.On("e", async (Scoped scoped) =>
        {
            if (later)
            {
                await Task.Yield();
            }

            throw new InvalidOperationException();
        });

        await _client.SendAsync("2[\"e\"]");

        await Wait.Until("it is disposed of", () => !_seen.IsEmpty);
        Assert.Equal(["disposed 1"], _seen);
        Assert.Single(_server.Errors);
    }

    [Fact]
    public async Task Several_handlers_of_one_event_share_it()
    {
        _server.Io.On("e", (Scoped scoped) => { _seen.Enqueue($"first {scoped.Number}"); });
        _server.Io.On("e", async (Scoped scoped) =>
        {
            await Task.Yield();
            _seen.Enqueue($"second {scoped.Number}");
        });

        await _client.SendAsync("20[\"e\"]");

        Assert.Equal("30[]", await _client.ReceiveAsync());
        await Wait.Until("it is disposed of", () => _seen.Count == 3);
        Assert.Equal(["first 1", "second 1", "disposed 1"], _seen);
    }

    [Fact]
    public async Task A_handler_of_a_connection_has_one_too()
    {
        _server.Io.OnConnection(async (ServerSocket socket, Scoped scoped) =>
        {
            await Task.Yield();
            _seen.Enqueue("connected");
        });
        _server.Io.OnDisconnect((string reason, Scoped scoped) => { _seen.Enqueue(reason); });

        var client = await _server.ConnectAsync();
        await Wait.Until("the connection handler has ended", () => _seen.Count == 2);
        client.Lose();

        await Wait.Until("all has ended", () => _seen.Count == 4, () => string.Join(',', _seen));
        Assert.Equal(["connected", "disposed 1", "transport close", "disposed 2"], _seen);
    }

    [Fact]
    public async Task A_service_that_cannot_be_made_or_ended_is_reported()
    {
        await using var server = new ServerHarness(addServices: services => services
            .AddScoped<Single>(_ => throw new InvalidOperationException("cannot be made"))
            .AddScoped<Stubborn>());
        server.Io.On("made", (Single a) => 1);
        server.Io.On("ended", (Stubborn a) => 2);
        var client = await server.ConnectAsync();

        await client.SendAsync("20[\"made\"]", "21[\"ended\"]");

        Assert.Equal("31[2]", await client.ReceiveAsync());
        await Wait.Until("both are reported", () => server.Errors.Count == 2);
        Assert.Equal([("handler", "cannot be made"), ("service", "will not end")], server.Errors.Select(e => (e.Source, e.Exception.Message)));
        Assert.False(client.IsClosed);
    }

    public async ValueTask InitializeAsync() => _client = await _server.ConnectAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public sealed class Single;

    public sealed class Box<T> : IBox<T>;

    public sealed class Scoped(ConcurrentQueue<string> seen, int number) : IDisposable
    {
        public int Number => number;

        public void Dispose() => seen.Enqueue($"disposed {number}");
    }

    public sealed class Slow(ConcurrentQueue<string> seen) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            seen.Enqueue("slowly disposed");
        }
    }

    public sealed class Passing;

    public sealed class OnScoped(Scoped scoped)
    {
        public Scoped Scoped => scoped;
    }

    public sealed class Stubborn : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("will not end");
    }
}
