using SocketIO.Tests;

namespace SocketIO.Client.Tests;

/// <summary>A scripted server, a clock that only the test moves, and clients that use both: by WebSocket and without chance unless the test says otherwise.</summary>
internal sealed class Bed : IAsyncDisposable
{
    public const string Handshake = """{"sid":"engine","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""";
    public const string HandshakeWithUpgrade = """{"sid":"engine","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}""";

    private readonly List<SocketIOClient> _clients = [];

    public ScriptedServer Server { get; } = new();

    public ManualTimeProvider Clock { get; } = new();

    public Recorder Seen { get; } = new();

    /// <summary>Makes a client.</summary>
    public SocketIOClient Client(Action<SocketIOClientOptions>? configure = null, string ns = "")
    {
        var client = new SocketIOClient(Server.Url + ns, options =>
        {
            options.TimeProvider = Clock;
            options.ForceNew = true;
            options.RandomizationFactor = 0;
            options.Transports = ["websocket"];
            configure?.Invoke(options);
        });

        _clients.Add(client);
        return client;
    }

    /// <summary>Makes a client that polls.</summary>
    public SocketIOClient Polling(Action<SocketIOClientOptions>? configure = null) => Client(options =>
    {
        options.Transports = ["polling"];
        configure?.Invoke(options);
    });

    /// <summary>Makes a client whose events are recorded.</summary>
    public SocketIOClient Watched(Action<SocketIOClientOptions>? configure = null)
    {
        var client = Client(configure);
        Seen.Watch(client);
        return client;
    }

    /// <summary>Accepts a WebSocket and opens the session.</summary>
    public async Task<WebSocketPeer> OpenAsync(string handshake = Handshake)
    {
        var peer = await Server.AcceptWebSocketAsync();
        await peer.SendAsync("0" + handshake);
        return peer;
    }

    /// <summary>Connects the client's main namespace.</summary>
    public async Task<WebSocketPeer> ConnectAsync(ClientSocket client, string handshake = Handshake, string sid = "socket")
    {
        var connected = client.ConnectAsync();
        var peer = await OpenAsync(handshake);
        await JoinAsync(peer, sid);
        await Wait.For("the client to connect", connected);
        return peer;
    }

    /// <summary>Opens a session and lets the client into the main namespace, after it has been lost.</summary>
    public async Task<WebSocketPeer> ReconnectAsync(string sid = "again")
    {
        var peer = await OpenAsync();
        await JoinAsync(peer, sid);
        return peer;
    }

    /// <summary>Connects a client by polling. The next poll is left to the test.</summary>
    public async Task ConnectByPollingAsync(ClientSocket client, string handshake = Handshake)
    {
        var connected = client.ConnectAsync();
        await Server.AnswerPollAsync("0" + handshake);
        await Server.ExpectPostAsync("40");
        await Server.AnswerPollAsync("""40{"sid":"socket"}""");
        await Wait.For("the client to connect", connected);
    }

    public static async Task JoinAsync(WebSocketPeer peer, string sid = "socket")
    {
        await peer.ExpectAsync("40");
        await peer.SendAsync($$"""40{"sid":"{{sid}}"}""");
    }

    /// <summary>Moves the clock when what is under way in a client has come to its end, timers included.</summary>
    public void Advance(ClientSocket client, double seconds)
    {
        lock (client.Connection.Gate)
        {
            // Whoever told the test of something may still hold the lock.
        }

        Clock.Advance(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Completes when handlers have been told everything that has happened.</summary>
    public static Task SettleAsync(ClientSocket client) => Wait.For("all handlers", client.Connection.Callbacks.WhenToldAsync());

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();

        foreach (var client in _clients)
        {
            await Wait.For("the client to end", client.DisposeAsync().AsTask());
        }
    }
}
