namespace SocketIO.Snippets;

internal static class Handlers
{
    public static void Register(SocketIOServer io)
    {
        // snippet: handlers/register
        io.On("order", async (Order order, OrderService orders, ServerSocket socket, CancellationToken cancellationToken) =>
            await orders.PlaceAsync(order, socket.User, cancellationToken));

        io.OnConnection(socket => socket.On("rename", (string name) => socket.Data["name"] = name));
        // end
    }

    public static void ComingAndGoing(SocketIOServer io)
    {
        // snippet: handlers/coming-and-going
        io.OnConnection(async socket => await socket.JoinAsync($"user {socket.User.Identity?.Name}"));

        io.OnDisconnecting((ServerSocket socket, string reason) => socket.Broadcast.EmitAsync("left", socket.Id, reason));

        io.OnDisconnect(async (ServerSocket socket, string reason, OrderService orders) =>
            await orders.PlaceAsync(new Order(0), socket.User, CancellationToken.None));
        // end
    }
}
