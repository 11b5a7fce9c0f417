namespace SocketIO.Snippets;

internal static class GettingStarted
{
    public static async Task Host()
    {
        // snippet: getting-started/host
        await using var host = SocketIOHost.Create(port: 3000);
        host.Server.On("ping", () => "pong");
        await host.RunAsync();
        // end
    }

    public static void Order(SocketIOServer io)
    {
        // snippet: getting-started/order
        io.On("order", async (ServerSocket socket, Order order, OrderService orders, CancellationToken gone) =>
        {
            return await orders.PlaceAsync(order, socket.User, gone);
        });
        // end
    }

    public static async Task Send(SocketIOServer io, ServerSocket socket, object item, byte[] bytes)
    {
        // snippet: getting-started/send
        await socket.EmitAsync("hello", 1, "two", new { three = 3 }, bytes);                 // this client
        await io.EmitAsync("news", item);                                                     // all clients
        await socket.Broadcast.EmitAsync("joined", socket.Id);                               // all but this one
        var answer = await socket.Timeout(TimeSpan.FromSeconds(5)).EmitWithAckAsync<int>("question", 6, 7);
        // end
    }

    public static async Task Rooms(SocketIOServer io, ServerSocket socket, object item)
    {
        // snippet: getting-started/rooms
        await socket.JoinAsync("room1");
        await io.To("room1").Except("room2").EmitAsync("news", item);
        // end
    }

    public static void ComingAndGoing(SocketIOServer io)
    {
        // snippet: getting-started/coming-and-going
        io.Use((socket, next) =>
            IsKnown(socket.Handshake.Auth) ? next() : throw new ConnectRefusedException("not authorized"));

        io.OnConnection((ServerSocket socket) => socket.EmitAsync("welcome"));
        io.OnDisconnect((ServerSocket socket, string reason) => Console.WriteLine($"{socket.Id}: {reason}"));
        // end
    }

    private static bool IsKnown(System.Text.Json.JsonElement auth) => auth.TryGetProperty("token", out _);
}
