using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientOfflineBehavior
{
    public static async Task Kept(SocketIOClient socket, int item)
    {
        // snippet: client-offline-behavior/kept
        await socket.EmitAsync("order", item);                 // kept while there is no connection, sent when there is
        Console.WriteLine(socket.BufferedCount);               // how many are kept
        // end
    }

    public static async Task Not(SocketIOClient socket, double x, double y)
    {
        // snippet: client-offline-behavior/not-kept
        await socket.Volatile.EmitAsync("position", x, y);     // dropped while there is no connection

        if (socket.Connected)
        {
            await socket.EmitAsync("position", x, y);
        }
        // end
    }

    public static async Task Timeout(SocketIOClient socket, int item)
    {
        // snippet: client-offline-behavior/timeout
        var number = await socket.Timeout(TimeSpan.FromSeconds(10)).EmitWithAckAsync<string>("order", item);
        // end
        Console.WriteLine(number);
    }
}
