using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SocketIO.Protocol;
using SocketIO.Server;
using SocketIO.Tests;

namespace SocketIO.FunctionalTests;

/// <content>The application that the server runs, and what it has seen.</content>
internal sealed partial class TestServer
{
    private readonly ConcurrentQueue<string> _events = new();
    private readonly ConcurrentQueue<string> _auths = new();
    private readonly ConcurrentQueue<byte[]> _bytes = new();
    private readonly ConcurrentQueue<(string Reason, string? Description)> _disconnects = new();
    private readonly TaskCompletionSource _slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;
    private int _slowJoins;
    private int _held;
    private int _counted;
    private int _ints;

    /// <summary>Gets the events that reached the application, but for the proofs of life; see <see cref="EventText"/>.</summary>
    public IReadOnlyCollection<string> Events => _events;

    /// <summary>Gets the auth payloads of the sockets that connected.</summary>
    public IReadOnlyCollection<string> Auths => _auths;

    /// <summary>Gets what handlers of byte arrays were given.</summary>
    public IReadOnlyCollection<byte[]> Bytes => _bytes;

    /// <summary>Gets the ends of sockets of all namespaces.</summary>
    public ConcurrentQueue<(string Reason, string? Description)> Disconnects => _disconnects;

    /// <summary>Gets how many sockets have connected, in all namespaces.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Gets how many sockets the middleware of the namespace /slow has seen.</summary>
    public int SlowJoins => Volatile.Read(ref _slowJoins);

    /// <summary>Gets how many "hold" handlers have started.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Gets how many "count" events came, each with the number of those before it.</summary>
    public int Counted => Volatile.Read(ref _counted);

    /// <summary>Gets how many integers the "int" handler was given.</summary>
    public int Ints => Volatile.Read(ref _ints);

    public ServerSocket? LastSocket { get; private set; }

    public Ack? KeptAck { get; private set; }

    /// <summary>Gets how many rooms of the main namespace are no socket's own.</summary>
    public int RoomCount => Io.Adapter.Rooms.Names.Count - Io.SocketsCount;

    public void LetSlowJoinsIn() => _slow.TrySetResult();

    public void Release() => _hold.TrySetResult();

    public bool HasNamespace(string name) => Io.Namespaces.Any(n => n.Name == name);

    /// <summary>Emits to everybody in the main namespace.</summary>
    public Task EmitAsync(string name, params object?[] arguments) => Io.EmitAsync(name, arguments).AsTask();

    /// <summary>Asserts what has reached the application, in order.</summary>
    public void AssertEvents(params string[] events) => Assert.Equal(events, _events);

    /// <summary>Waits for the first end of a socket.</summary>
    public async Task DisconnectedAsync(string? reason = null)
    {
        await Wait.Until("a socket has disconnected", () => !_disconnects.IsEmpty);

        if (reason is not null)
        {
            Assert.Equal(reason, _disconnects.First().Reason);
        }
    }

    /// <summary>Waits for the first end of a socket; a description of <see langword="null"/> may be any.</summary>
    public async Task DisconnectedAsync(string reason, string? description)
    {
        await DisconnectedAsync(reason);

        if (description is not null)
        {
            Assert.Equal(description, _disconnects.First().Description);
        }
    }

    /// <summary>Waits until a peer's session has ended, polling it if that is its way of learning.</summary>
    public async Task ClosedAsync(Peer peer)
    {
        while (peer is PollingSession polling && Io.Engine.ClientsCount > 0)
        {
            await polling.PollAsync();
        }

        await Wait.Until("the session has ended", () => Io.Engine.ClientsCount == 0);
    }

    private void Record()
    {
        Io.Engine.OnConnectionError(_connectionErrors.Enqueue);
        Prepare(Io);
        var slow = Io.Of("/slow");
        slow.Use(async (_, next) =>
        {
            Interlocked.Increment(ref _slowJoins);
            await _slow.Task;
            await next();
        });
        Prepare(slow);
        Prepare(Io.Of(new Regex(@"^/dyn-\d+$")));

        Io.On("alive", () => "yes");
        Io.On("bind", (Keyed value) => value.K);
        Io.On("int", (int _) => Interlocked.Increment(ref _ints));
        Io.On("bytes", (byte[] value) => _bytes.Enqueue(value));
        Io.On("count", (int i) => Assert.Equal(i, Interlocked.Increment(ref _counted) - 1));
        Io.On("join", (ServerSocket socket, string room) => socket.JoinAsync(room));
        Io.On("close me", (ServerSocket socket) => socket.DisconnectAsync(close: true));
        Io.On("throw", void () => throw new InvalidOperationException("the handler's own bug"));
        Io.On("throw later", async Task () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("the handler's own bug");
        });
        Io.On("hold", async () =>
        {
            Interlocked.Increment(ref _held);
            await _hold.Task;
        });
        Io.On("ack twice", async (Ack ack) =>
        {
            await ack.SendAsync("first");
            await ack.SendAsync("second");
        });
        Io.On("keep ack", (Ack ack) => { KeptAck = ack; });
    }

    private void Prepare(ServerNamespace ns) => ns.OnConnection(socket =>
    {
        Interlocked.Increment(ref _connections);
        LastSocket = socket;
        _auths.Enqueue(socket.Handshake.Auth.GetRawText());
        socket.OnAny((name, arguments) =>
        {
            if (name is not ("alive" or "count" or "join"))
            {
                _events.Enqueue(EventText.Of(name, arguments));
            }
        });
        socket.OnDisconnect((string reason, string? description) => _disconnects.Enqueue((reason, description)));
    });

    private sealed record Keyed(int K);
}
