using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.Protocol;
using SocketIO.Server;
using OurClient = SocketIO.Client.SocketIOClient;

namespace SocketIO.Tests;

/// <summary>What the page about the client's events says of handlers, in front of this server.</summary>
public sealed class ClientHandlerTests : IAsyncLifetime
{
    private readonly WebApplication _app;

    public ClientHandlerTests()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Error"]);
        builder.Services.AddSocketIO();
        _app = builder.Build();
        _app.MapSocketIO().On("ask me", async (ServerSocket socket) =>
        {
            var answer = await socket.Timeout(TimeSpan.FromSeconds(10)).EmitWithAckAsync<EventArguments>("question", 7, 2);
            return string.Join(' ', answer!.Select(argument => argument.GetJson().GetRawText()));
        });
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task What_a_handler_returns_is_the_answer()
    {
        await using var client = await ConnectAsync();

        using (client.On("question", (int a, int b) => a / b))
        {
            Assert.Equal("3", await AskAsync(client));
        }

        using (client.On("question", (int a, int b) => (a / b, a % b)))
        {
            Assert.Equal("3 1", await AskAsync(client));
        }
    }

    [Fact]
    public async Task A_handler_that_returns_ValueTask_is_awaited_and_answers_without_arguments()
    {
        var isDone = false;
        await using var client = await ConnectAsync();
        client.On("question", (int _) => WorkAsync());

        Assert.Equal("", await AskAsync(client));
        Assert.True(Volatile.Read(ref isDone));

        async ValueTask WorkAsync()
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            Volatile.Write(ref isDone, true);
        }
    }

    [Fact]
    public async Task A_handler_that_returns_a_ValueTask_of_something_is_refused_with_advice()
    {
        await using var client = new OurClient(_app.Urls.First());

        var error = Assert.Throws<ArgumentException>(() => client.On("question", (int a) => new ValueTask<int>(a)));
        Assert.Contains("AsTask", error.Message, StringComparison.Ordinal);
    }

    private static Task<string> AskAsync(OurClient client) => Wait.For("the answer", client.EmitWithAckAsync<string>("ask me"));

    private async Task<OurClient> ConnectAsync()
    {
        var client = new OurClient(_app.Urls.First(), options => options.ForceNew = true);
        await Wait.For("the connection", client.ConnectAsync());
        return client;
    }
}
