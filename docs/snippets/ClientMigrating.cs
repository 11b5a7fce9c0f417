using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientMigrating
{
    public static async Task Program(string token, Order order)
    {
        // snippet: migrating-from-javascript/client
        await using var socket = new SocketIOClient("https://example.com", options => options.AuthPayload = new { token });

        socket.OnConnect(() => Console.WriteLine(socket.Id));
        socket.On("news", (string title, int likes) => Console.WriteLine($"{title}: {likes}"));

        await socket.ConnectAsync();
        var number = await socket.EmitWithAckAsync<string>("order", order);
        // end
        Console.WriteLine(number);
    }
}
