using SocketIOClient;
using SocketIOClient.Transport;

namespace SocketIO.ClientLoad;

/// <summary>NuGet's SocketIOClient.</summary>
internal sealed class NuGetClient(string url, string transport) : ILoadClient
{
    private readonly SocketIOClient.SocketIO _client = new(url, new SocketIOOptions
    {
        Transport = transport == "websocket" ? TransportProtocol.WebSocket : TransportProtocol.Polling,
        AutoUpgrade = false,
    });

    public Task ConnectAsync()
    {
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _client.OnConnected += (_, _) => connected.TrySetResult();
        return Task.WhenAll(_client.ConnectAsync(), connected.Task);
    }

    public void On(string eventName, Action<string> handler) => _client.On(eventName, response => handler(response.GetValue<string>()));

    public ValueTask EmitAsync(string eventName, object argument) => new(_client.EmitAsync(eventName, argument));

    public async Task<string> AskAsync(string eventName, object argument)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _client.EmitAsync(eventName, response => answer.TrySetResult(response.GetValue<string>()), argument);
        return await answer.Task;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }
}
