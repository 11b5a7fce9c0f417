namespace SocketIO.ClientLoad;

/// <summary>The client of this repository.</summary>
internal sealed class OurClient : ILoadClient
{
    private readonly Client.SocketIOClient _client;

    public OurClient(string url, string transport) => _client = new(url, o => o.Transports = [transport]);

    public Task ConnectAsync() => _client.ConnectAsync();

    public void On(string eventName, Action<string> handler) => _client.On(eventName, handler);

    public ValueTask EmitAsync(string eventName, object argument) => _client.EmitAsync(eventName, argument);

    public Task<string> AskAsync(string eventName, object argument) => _client.EmitWithAckAsync<string>(eventName, argument);

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
