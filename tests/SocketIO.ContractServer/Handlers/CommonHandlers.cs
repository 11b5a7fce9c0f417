using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>The handlers that nearly every namespace has.</summary>
internal static class CommonHandlers
{
    public static ServerNamespace Add(ServerNamespace ns, ContractState state)
    {
        ns.OnConnection((ServerSocket socket) =>
        {
            state.Connected(socket);
            SocketMiddleware.Add(socket);

            // Removed when it has run: it takes a socket's own handler.
            socket.Once("only-once", (Ack _) => socket.EmitAsync("echoed", "once"));
        });
        ns.OnDisconnecting((socket, reason) => state.Disconnecting(socket, reason));

        EchoHandlers.Add(ns);
        AckHandlers.Add(ns);
        DataHandlers.Add(ns);
        RoomHandlers.Add(ns);
        BroadcastHandlers.Add(ns);
        SocketHandlers.Add(ns, state);
        ServerHandlers.Add(ns, state);
        return ns;
    }
}
