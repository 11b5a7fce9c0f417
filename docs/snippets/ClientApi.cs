using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientApi
{
    public static void Connection(SocketIOClient client)
    {
        // snippet: client-api/connection
        client.Connection.OnReconnectAttempt(attempt => Console.WriteLine($"attempt {attempt}"));
        client.Connection.OnReconnect(attempt => Console.WriteLine($"back after {attempt} attempts"));
        client.Connection.OnUpgrade(transport => Console.WriteLine($"now on {transport}"));
        client.Connection.ReconnectionDelayMax = TimeSpan.FromMinutes(1);
        // end
    }
}
