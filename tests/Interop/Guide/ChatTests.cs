// snippet: testing/test
using Microsoft.AspNetCore.Builder;
using SocketIOClient.Transport;
using Client = SocketIOClient.SocketIO;
// end

namespace SocketIO.Tests;

/// <summary>The test that the guide's page about testing shows, run.</summary>
// snippet: testing/test
public sealed class ChatTests : IAsyncLifetime
{
    private readonly WebApplication _app = ChatApplication.Create("--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning");

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task What_one_says_the_others_hear()
    {
        using var anna = await ConnectAsync();
        using var bert = await ConnectAsync();
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        bert.On("said", response => heard.TrySetResult(response.GetValue<string>()));

        await anna.EmitAsync("say", "hello");

        Assert.Equal("hello", await heard.Task.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private async Task<Client> ConnectAsync()
    {
        var client = new Client(_app.Urls.First(), new() { Transport = TransportProtocol.WebSocket, AutoUpgrade = false });
        await client.ConnectAsync();
        return client;
    }
}
// end
