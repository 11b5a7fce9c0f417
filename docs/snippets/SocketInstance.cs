namespace SocketIO.Snippets;

internal static class SocketInstance
{
    public static void Handshake(SocketIOServer io)
    {
        // snippet: socket-instance/handshake
        io.OnConnection((ServerSocket socket) =>
        {
            var handshake = socket.Handshake;
            var agent = handshake.Headers.GetValueOrDefault("user-agent");
            var tab = handshake.Query.GetValueOrDefault("tab");

            Console.WriteLine($"{handshake.Address}, {agent}, tab {tab}, since {handshake.Time:t}");
        });
        // end
    }

    public static void Auth(SocketIOServer io)
    {
        // snippet: socket-instance/auth
        io.OnConnection((ServerSocket socket) =>
        {
            var session = socket.GetAuth<Session>();                                   // typed, null when it is something else
            var raw = socket.Handshake.Auth;                                           // a JsonElement, {} when nothing was sent

            Console.WriteLine($"{session?.Token} {raw.GetRawText()}");
        });
        // end
    }

    // snippet: socket-instance/auth
    internal sealed record Session(string? Token, string? Language);
    // end

    public static void Data(SocketIOServer io)
    {
        // snippet: socket-instance/data
        io.On("sign in", (ServerSocket socket, string name) => socket.Data["user"] = new User(name));
        io.On("who am i", (ServerSocket socket) => socket.Data.Get<User>("user")?.Name ?? "nobody");
        // end
    }

    public static void Life(SocketIOServer io)
    {
        // snippet: socket-instance/life
        io.OnConnection((ServerSocket socket) => socket.EmitAsync("welcome"));

        io.OnDisconnecting((ServerSocket socket, string reason) =>
            Console.WriteLine($"{socket.Id} leaves {string.Join(", ", socket.Rooms)}"));

        io.OnDisconnect((ServerSocket socket, string reason, string? details) =>
            Console.WriteLine($"{socket.Id} has gone: {reason} {details}"));
        // end
    }

    public static void LifeServices(SocketIOServer io)
    {
        // snippet: socket-instance/services
        io.OnConnection(async (ServerSocket socket, OrderService orders, CancellationToken gone) =>
            await socket.EmitAsync("order", await orders.PlaceAsync(new Order(1), socket.User, gone)));
        // end
    }

    public static void Connection(SocketIOServer io)
    {
        // snippet: socket-instance/connection
        io.OnConnection((ServerSocket socket) =>
        {
            Console.WriteLine(socket.Connection.Transport);                            // "polling" or "websocket"
            socket.Connection.Upgraded += transport => Console.WriteLine($"now {transport}");
        });
        // end
    }

    public static async Task Disconnect(ServerSocket socket)
    {
        // snippet: socket-instance/disconnect
        await socket.DisconnectAsync();                  // from this namespace
        await socket.DisconnectAsync(close: true);       // from all, and close the connection
        // end
    }

    public static void Token(SocketIOServer io)
    {
        // snippet: socket-instance/token
        io.OnConnection(async (ServerSocket socket) =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));

            while (await timer.WaitForNextTickAsync(socket.DisconnectToken))
            {
                await socket.EmitAsync("time", DateTimeOffset.UtcNow);
            }
        });
        // end
    }
}
