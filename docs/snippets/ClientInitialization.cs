using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientInitialization
{
    public static async Task First(CancellationToken cancellationToken)
    {
        // snippet: client-initialization/first
        await using var client = new SocketIOClient("https://example.com");

        client.On("chat message", (string text) => Console.WriteLine(text));
        client.OnConnectError(error => Console.WriteLine($"{error.Message}: {error.Advice}"));

        await client.ConnectAsync(cancellationToken);
        await client.EmitAsync("chat message", "Hello!");
        // end
    }

    public static void Options(string token)
    {
        // snippet: client-initialization/options
        var client = new SocketIOClient("https://example.com", options =>
        {
            options.AuthPayload = new { token };
            options.Transports = ["websocket"];
            options.ReconnectionDelayMax = TimeSpan.FromSeconds(30);
        });
        // end
        client.Connect();
    }

    public static async Task Namespaces(SocketIOClient client)
    {
        // snippet: client-initialization/namespaces
        var admin = client.Of("/admin");
        admin.On("report", (string text) => Console.WriteLine(text));
        await admin.ConnectAsync();
        // end
    }

    public static void ForceNew()
    {
        // snippet: client-initialization/force-new
        var first = new SocketIOClient("https://example.com/orders");
        var second = new SocketIOClient("https://example.com/admin");                          // the same connection
        var third = new SocketIOClient("https://example.com/news", o => o.ForceNew = true);     // its own
        // end
        Console.WriteLine(first.Connection == second.Connection || second.Connection == third.Connection);
    }
}
