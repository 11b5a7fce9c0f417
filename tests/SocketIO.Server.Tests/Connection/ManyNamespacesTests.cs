namespace SocketIO.Server.Tests;

/// <summary>One connection in more namespaces than are told apart by comparing.</summary>
public sealed class ManyNamespacesTests : IAsyncLifetime
{
    private const int Many = 30;

    private readonly ServerHarness _server = new();
    private LoopbackClient _client = null!;

    [Fact]
    public async Task Each_namespace_gets_its_own_events()
    {
        for (var i = 0; i < Many; i++)
        {
            await _client.SendAsync($"2/n{i},{i}[\"where\"]");
            Assert.Equal($"3/n{i},{i}[\"/n{i}\"]", await _client.ReceiveAsync());
        }
    }

    [Fact]
    public async Task One_that_was_left_can_be_joined_again()
    {
        await _client.SendAsync("1/n3,");
        Assert.DoesNotContain(_server.Io.Of("/n3").Sockets, _ => true);

        await _client.JoinAsync("/n3");
        await _client.SendAsync("2/n3,7[\"where\"]");
        Assert.Equal("3/n3,7[\"/n3\"]", await _client.ReceiveAsync());
    }

    [Fact]
    public async Task One_that_the_server_has_closed_can_be_joined_again()
    {
        await _server.Io.Of("/n4").Sockets[0].DisconnectAsync();
        Assert.Equal("1/n4,", await _client.ReceiveAsync());

        // Sent before the client could know.
        await _client.SendAsync("2/n4,8[\"where\"]");
        await _client.JoinAsync("/n4");
        await _client.SendAsync("2/n4,9[\"where\"]");
        Assert.Equal("3/n4,9[\"/n4\"]", await _client.ReceiveAsync());
    }

    [Fact]
    public async Task All_end_with_the_connection()
    {
        _client.Lose();
        await _client.ClosedAsync();

        Assert.All(Enumerable.Range(0, Many), i => Assert.Empty(_server.Io.Of($"/n{i}").Sockets));
    }

    public async ValueTask InitializeAsync()
    {
        _client = _server.Open();

        for (var i = 0; i < Many; i++)
        {
            _server.Io.Of($"/n{i}").On("where", (ServerSocket socket) => socket.Namespace.Name);
            await _client.JoinAsync($"/n{i}");
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
