namespace SocketIO.Tests;

/// <summary>The chat sample, for the samples that connect to it.</summary>
public sealed class ChatServerFixture : IAsyncLifetime
{
    private readonly SampleServer _server = new("Chat");

    public string Url => _server.Address.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
