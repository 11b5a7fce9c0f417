namespace SocketIO.Snippets;

internal static class Middlewares
{
    public static void Register(ServerNamespace io)
    {
        // snippet: middlewares/register
        io.Use(async (socket, next) =>
        {
            var user = await Users.FindAsync(socket.GetAuth<Credentials>()?.Token, socket.DisconnectToken)
                ?? throw new ConnectRefusedException("not authorized", new { retry = false });

            socket.Data["user"] = user;
            await next();
        });
        // end
    }

    // snippet: middlewares/register
    internal sealed record Credentials(string Token);
    // end

    public static void Services(SocketIOServer io)
    {
        // snippet: middlewares/services
        io.Use(async (socket, next) =>
        {
            await using var scope = io.Services.CreateAsyncScope();
            var orders = scope.ServiceProvider.GetRequiredService<OrderService>();
            socket.Data["orders"] = await orders.PlaceAsync(new Order(1), socket.User, socket.DisconnectToken);
            await next();
        });
        // end
    }

    public static void PerSocket(SocketIOServer io)
    {
        // snippet: middlewares/socket
        io.OnConnection((ServerSocket socket) =>
        {
            var left = 100;

            socket.Use((context, next) =>
            {
                if (Interlocked.Decrement(ref left) < 0)
                {
                    throw new InvalidOperationException($"too many events: {context.EventName}");
                }

                return next();
            });

            socket.OnError(async error => await socket.EmitAsync("refused", error.Message));
        });
        // end
    }

    public static void Rewrite(ServerSocket socket)
    {
        // snippet: middlewares/rewrite
        socket.Use((context, next) =>
        {
            if (context.EventName == "say" && context.Arguments.TryGet<string>(0, out var text))
            {
                context.SetArguments(text?.Trim());
            }

            return next();
        });
        // end
    }

    public static void Engine(SocketIOServer io)
    {
        // snippet: middlewares/engine
        io.Engine.Use((context, next) =>
        {
            var isHandshake = !context.Request.Query.ContainsKey("sid");

            if (isHandshake)
            {
                context.Response.Headers["X-Served-By"] = Environment.MachineName;
            }

            return next();
        });
        // end
    }
}
