using Microsoft.Extensions.Logging;

namespace SocketIO.Snippets;

internal static class OldClients
{
    public static void Allow(WebApplicationBuilder builder)
    {
        // snippet: old-clients/allow
        builder.Services.AddSocketIO(options => options.AllowEIO3 = true);
        // end
    }

    public static void Count(SocketIOServer io, ILogger logger)
    {
        // snippet: old-clients/count
        io.OnConnection((ServerSocket socket) =>
        {
            if (socket.Connection.Protocol == 3)
            {
                logger.LogInformation("An old client: {UserAgent}", socket.Handshake.Headers.GetValueOrDefault("user-agent"));
            }
        });
        // end
    }

    public static void ReadToken(SocketIOServer io)
    {
        // snippet: old-clients/token
        io.Of("/admin").Use((socket, next) =>
        {
            // { token: … } in the "auth" of a new client, ?token=… in the namespace of an old one.
            return socket.Handshake.Auth.TryGetProperty("token", out var token) && token.GetString() == "secret"
                ? next()
                : throw new ConnectRefusedException("not authorized");
        });
        // end
    }
}
