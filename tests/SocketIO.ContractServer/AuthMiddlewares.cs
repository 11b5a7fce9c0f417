using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>The two middlewares of <c>/auth</c>.</summary>
internal static class AuthMiddlewares
{
    public static void Add(ServerNamespace ns)
    {
        ns.Use(async (socket, next) =>
        {
            switch (TokenOf(socket))
            {
                case "plain":
                    throw new ConnectRefusedException("plain error");
                case "secret":
                    break;
                case "async":
                    await Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System);
                    break;
                default:
                    throw new ConnectRefusedException("not authorized", new { code = "E_AUTH", retry = false });
            }

            await next();
        });

        ns.Use((socket, next) =>
        {
            socket.Data["user"] = TokenOf(socket);
            return next();
        });
    }

    private static string? TokenOf(ServerSocket socket)
        => socket.Handshake.Auth is { ValueKind: System.Text.Json.JsonValueKind.Object } auth && auth.TryGetProperty("token", out var token) && token.ValueKind == System.Text.Json.JsonValueKind.String
            ? token.GetString()
            : null;
}
