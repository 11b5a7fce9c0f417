using System.Collections.Concurrent;

namespace SocketIO.Snippets;

internal static class MigratingFromJavascript
{
    public static void Connection(SocketIOServer io, ConcurrentDictionary<string, string[]> history)
    {
        // snippet: migrating-from-javascript/connection
        io.OnConnection((ServerSocket socket) => socket.JoinAsync("lobby"));

        io.On("say", (ServerSocket socket, string text) => io.To("lobby").EmitAsync("said", socket.Id, text));

        io.On("history", (string room) => history.GetValueOrDefault(room, []));

        io.OnDisconnect((ServerSocket socket, string reason) => io.To("lobby").EmitAsync("left", socket.Id));
        // end
    }

    public static void Literal(SocketIOServer io)
    {
        // snippet: migrating-from-javascript/literal
        io.OnConnection((ServerSocket socket) =>
        {
            var count = 0;

            socket.On("increment", (int by) => count += by);
        });
        // end
    }

    public static void Middleware(SocketIOServer io)
    {
        // snippet: migrating-from-javascript/middleware
        io.Use(async (socket, next) =>
        {
            var user = await Users.FindAsync(socket.GetAuth<Hello>()?.Token, socket.DisconnectToken)
                ?? throw new ConnectRefusedException("not authorized", new { code = 401 });

            socket.Data["user"] = user;
            await next();
        });
        // end
    }

    // snippet: migrating-from-javascript/middleware
    internal sealed record Hello(string? Token);
    // end

    public static void SocketMiddleware(ServerSocket socket)
    {
        // snippet: migrating-from-javascript/socket-middleware
        socket.Use((context, next) =>
            context.EventName.StartsWith("admin:") && !socket.User.IsInRole("admin")
                ? throw new InvalidOperationException("forbidden")
                : next());

        socket.OnError(error => Console.WriteLine(error.Message));
        // end
    }

    public static void Engine(SocketIOServer io)
    {
        // snippet: migrating-from-javascript/engine
        io.Engine.Use((context, next) =>
        {
            context.Response.Headers.StrictTransportSecurity = "max-age=31536000";
            return next();
        });
        // end
    }
}
