using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientSocketInstance
{
    public static void Life(SocketIOClient socket)
    {
        // snippet: client-socket-instance/life
        socket.OnConnect(() => Console.WriteLine($"{socket.Id}, recovered: {socket.Recovered}"));

        socket.OnConnectError(error =>
        {
            if (!socket.Active)
            {
                // refused by the server: nothing happens until Connect is called
                Console.WriteLine(error.Message);
            }
        });

        socket.OnDisconnect((reason, details) =>
        {
            if (reason is ClientDisconnectReasons.ServerDisconnect)
            {
                socket.Connect();                      // the others reconnect by themselves
            }
        });
        // end
    }

    public static void Listeners(SocketIOClient socket)
    {
        // snippet: client-socket-instance/listeners
        socket.On("news", (string text) => Console.WriteLine(text));           // once, before connecting

        socket.OnConnect(() =>
        {
            // not here: it would be one handler more after each reconnection
        });
        // end
    }

    public static void Transport(SocketIOClient socket)
    {
        // snippet: client-socket-instance/transport
        socket.OnConnect(() => Console.WriteLine(socket.Connection.TransportName));          // in most cases "polling"
        socket.Connection.OnUpgrade(transport => Console.WriteLine(transport));              // in most cases "websocket"
        // end
    }
}
