namespace SocketIO.Snippets;

internal static class ConnectionStateRecovery
{
    public static void Enable(WebApplicationBuilder builder)
    {
        // snippet: connection-state-recovery/enable
        builder.Services.AddSocketIO(options => options.ConnectionStateRecovery = new()
        {
            MaxDisconnectionDuration = TimeSpan.FromMinutes(2),
            SkipMiddlewares = true,
        });
        // end
    }

    public static void Use(SocketIOServer io)
    {
        // snippet: connection-state-recovery/use
        io.OnConnection(async (ServerSocket socket) =>
        {
            if (socket.Recovered)
            {
                return;                                            // rooms and data are back, what was missed has been sent
            }

            socket.Data["language"] = socket.GetAuth<Hello>()?.Language;
            await socket.JoinAsync("news");
            await socket.EmitAsync("state", "everything, from the beginning");
        });
        // end
    }

    // snippet: connection-state-recovery/use
    internal sealed record Hello(string? Language);
    // end
}
