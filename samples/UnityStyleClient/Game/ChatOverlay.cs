using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SocketIO.Client;

namespace Game;

/// <summary>The chat of a game: what samples/Chat says, line by line. Everything in it runs on the thread that made it, so that nothing is locked.</summary>
public sealed class ChatOverlay : IAsyncDisposable
{
    private readonly List<string> _lines = new();
    private readonly SocketIOClient _client;

    /// <summary>Initializes a new instance of the <see cref="ChatOverlay"/> class, on the game's thread: in Unity in <c>Awake</c>.</summary>
    /// <param name="url">The server.</param>
    /// <param name="name">The player's name.</param>
    public ChatOverlay(string url, string name)
    {
        _client = new SocketIOClient(url, options =>
        {
            options.AuthPayload = new Dictionary<string, string> { ["name"] = name, ["room"] = "lobby" };
            options.CallbackContext = SynchronizationContext.Current;
        });

        _client.OnConnect(() => Show("connected"));
        _client.OnConnectError(error => Show($"{error.Message}: {error.Advice}"));
        _client.OnDisconnect((reason, _) => Show($"disconnected: {reason}"));

        // Asynchronous handlers stay on the thread, too.
        _client.On("message", async (ChatMessage message) =>
        {
            await Task.Yield();
            Show($"{message.Name}: {message.Text}");
            return true;
        });

        _client.Connect();
    }

    /// <summary>Gets the lines so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Says something. Whoever awaits it on the game's thread goes on there.</summary>
    /// <param name="text">What.</param>
    /// <returns>The message's number.</returns>
    public Task<long> SayAsync(string text) => _client.Timeout(TimeSpan.FromSeconds(10)).EmitWithAckAsync<long>("message", text);

    /// <summary>Disconnects: in Unity in <c>OnDestroy</c>.</summary>
    /// <returns>A task that completes when the server has been told.</returns>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private void Show(string line) => _lines.Add($"[{Environment.CurrentManagedThreadId}] {line}");
}
