namespace SocketIO.Server.Tests;

/// <summary>What reaches whom when connections come and go, and what applications build on that.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();

    private SocketIOServer Io => _server.Io;

    [Fact]
    [Trait("Spec", "SRV-111")]
    [Trait("Spec", "T-107")]
    [Trait("Spec", "T-110")]
    public async Task Without_recovery_nothing_is_kept_for_those_who_are_away()
    {
        var (client, socket) = await _server.ConnectSocketAsync();
        client.Lose();

        await Io.To(socket.Id).EmitAsync("m", 1);
        await Io.EmitAsync("m", 2);
        var again = await _server.ConnectAsync();

        Assert.Empty(again.Drain());
        Assert.NotEqual(socket.Id, Assert.Single(Io.Sockets).Id);
    }

    [Fact]
    [Trait("Spec", "SRV-112")]
    public async Task A_client_that_repeats_and_a_server_that_remembers_make_delivery_exactly_once()
    {
        var messages = new List<(string ClientOffset, string Text)>();

        Io.On("chat", async (ServerSocket socket, string text, string clientOffset) =>
        {
            // A unique key of the database does this in earnest.
            if (!messages.Exists(message => message.ClientOffset == clientOffset))
            {
                messages.Add((clientOffset, text));
                await Io.EmitAsync("chat", text, messages.Count);
            }
        });
        Io.OnConnection(async (ServerSocket socket) =>
        {
            if (!socket.Recovered)
            {
                for (var i = socket.Handshake.Auth.GetProperty("serverOffset").GetInt32(); i < messages.Count; i++)
                {
                    await socket.EmitAsync("chat", messages[i].Text, i + 1);
                }
            }
        });

        var client = await _server.ConnectAsync(auth: """{"serverOffset":0}""");
        await client.SendAsync("""20["chat","one","a-1"]""", """21["chat","one","a-1"]""", """22["chat","two","a-2"]""");
        Assert.Equal(["""2["chat","one",1]""", "30[]", "31[]", """2["chat","two",2]""", "32[]"], client.Drain());

        client.Lose();
        var again = await _server.ConnectAsync(auth: """{"serverOffset":1}""");

        Assert.Equal("""2["chat","two",2]""", await again.ReceiveAsync());
        Assert.Empty(again.Drain());
    }

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
