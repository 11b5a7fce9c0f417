using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientOptions
{
    public static void Configure()
    {
        // snippet: client-options/configure
        var client = new SocketIOClient("https://example.com", options =>
        {
            options.AckTimeout = TimeSpan.FromSeconds(10);
            options.Query["version"] = "2";
        });
        // end
        client.Connect();
    }

    public static void Later(SocketIOClient client, string token)
    {
        // snippet: client-options/later
        client.Connection.OnReconnectAttempt(_ =>
        {
            client.AuthPayload = new { token };
            client.Connection.SetQuery(new Dictionary<string, string> { ["attempt"] = "again" });
            client.Connection.SetExtraHeaders(new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" });
        });
        // end
    }

    public static void Transport(SocketIOClientOptions options)
    {
        // snippet: client-options/transport
        options.TransportOptions["websocket"] = new() { ExtraHeaders = new() { ["X-Only"] = "on the WebSocket" } };
        // end
    }
}
