using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>Refuses one event and rewrites another.</summary>
internal static class SocketMiddleware
{
    public static void Add(ServerSocket socket)
    {
        socket.Use((context, next) =>
        {
            if (context.EventName == "blocked")
            {
                throw new EventBlockedException();
            }

            if (context.EventName == "rewritten")
            {
                context.SetArguments(["by middleware", .. context.Arguments.From(1)]);
            }

            return next();
        });

        socket.OnError(error =>
        {
            if (error is EventBlockedException)
            {
                Detached.Run(() => socket.EmitAsync("mw-error", error.Message).AsTask());
            }
        });
    }

    private sealed class EventBlockedException() : Exception("event blocked");
}
