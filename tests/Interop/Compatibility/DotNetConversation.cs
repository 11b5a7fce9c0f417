using System.Collections.Concurrent;
using System.Text.Json;
using SocketIOClient;
using SocketIOClient.Transport;
using NuGetClient = SocketIOClient.SocketIO;

namespace SocketIO.Tests;

/// <summary>One client of NuGet's SocketIOClient, connected; it keeps what it receives until somebody asks for it.</summary>
internal sealed class DotNetConversation : IDisposable
{
    private readonly Dictionary<string, ConcurrentQueue<SocketIOResponse>> _received = [];
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _disconnections = new();
    private readonly NuGetClient _client;
    private int _connections;

    private DotNetConversation(Uri url, int revision, string transport, bool reconnects)
    {
        _client = new NuGetClient(url, new SocketIOOptions
        {
            EIO = revision,
            Transport = transport == "websocket" ? TransportProtocol.WebSocket : TransportProtocol.Polling,
            AutoUpgrade = transport == "upgrade",
            Reconnection = reconnects,
            ReconnectionDelay = 50,
            Auth = revision == 4 ? new { token = "t0k" } : null,
            Query = [new("token", "a b")],
        });

        _client.OnConnected += (_, _) => Interlocked.Increment(ref _connections);
        _client.OnError += (_, message) => _errors.Enqueue(message);
        _client.OnDisconnected += (_, reason) => _disconnections.Enqueue(reason);

        // Its listener for any event hears nothing of binary ones.
        foreach (var name in new[] { "auth", "echoed", "num", "bin" })
        {
            var received = _received[name] = new ConcurrentQueue<SocketIOResponse>();
            _client.On(name, received.Enqueue);
        }
    }

    public string Id => _client.Id;

    /// <summary>Connects to a namespace. This client gives up quietly when its first attempt takes too long, so it may take several.</summary>
    public static async Task<DotNetConversation> ConnectAsync(Uri url, int revision, string transport, bool reconnects = false)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var conversation = new DotNetConversation(url, revision, transport, reconnects);
            await conversation._client.ConnectAsync();

            try
            {
                await conversation.ConnectedAsync(1, TimeSpan.FromSeconds(5));
                return conversation;
            }
            catch (TimeoutException)
            {
                conversation.Dispose();
            }
        }

        throw new TimeoutException("The client did not connect in five attempts.");
    }

    /// <summary>Connects to a namespace that refuses; answers what the client tells about it.</summary>
    public static async Task<string> RefusalAsync(Uri url, int revision, string transport)
    {
        using var conversation = new DotNetConversation(url, revision, transport, reconnects: false);
        var connecting = conversation._client.ConnectAsync();
        var error = await TakeAsync("the refusal", conversation._errors);
        _ = connecting;
        return error;
    }

    /// <summary>Connects to a server that does not take it; answers why, as the client has it.</summary>
    public static async Task<string> FailureAsync(Uri url, int revision, string transport)
    {
        using var conversation = new DotNetConversation(url, revision, transport, reconnects: false);
        var failure = await Record.ExceptionAsync(() => Wait.For("the failure to connect", conversation._client.ConnectAsync()));

        if (failure is null)
        {
            // npm's server accepts a WebSocket to write its refusal into it, of which the client says nothing. It does not connect, that is all.
            await Assert.ThrowsAsync<TimeoutException>(() => conversation.ConnectedAsync(1, TimeSpan.FromSeconds(2)));
        }

        Assert.Equal(0, conversation._connections);
        return failure?.ToString() ?? "the transport ended";
    }

    /// <summary>Waits until the client has connected so many times.</summary>
    public Task ConnectedAsync(int times, TimeSpan? limit = null)
        => Wait.Until($"connected {times} times", () => Volatile.Read(ref _connections) >= times, () => _connections, limit);

    public Task EmitAsync(string name, params object?[] arguments) => _client.EmitAsync(name, arguments);

    public void Answer(string name, Func<SocketIOResponse, Task> answer) => _client.On(name, response => answer(response));

    public async Task<SocketIOResponse> AskAsync(string name, params object?[] arguments)
    {
        var answer = new TaskCompletionSource<SocketIOResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _client.EmitAsync(name, response => answer.TrySetResult(response), arguments);
        return await Wait.For($"the answer to {name}", answer.Task);
    }

    /// <summary>Asks the server about the socket. Just after a reconnection the client may still use the transport that it has thrown away.</summary>
    public async Task<JsonElement> WhoAmIAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await AskAsync("whoami")).GetValue();
            }
            catch (ObjectDisposedException) when (attempt < 10)
            {
                await Task.Yield();
            }
        }
    }

    public Task<SocketIOResponse> NextAsync(string name) => TakeAsync(name, _received[name]);

    public Task<string> DisconnectionAsync() => TakeAsync("the disconnection", _disconnections);

    public void Dispose() => _client.Dispose();

    private static async Task<T> TakeAsync<T>(string what, ConcurrentQueue<T> queue)
    {
        await Wait.Until($"{what} came", () => !queue.IsEmpty);
        return queue.TryDequeue(out var next) ? next : throw new InvalidOperationException(what);
    }
}
