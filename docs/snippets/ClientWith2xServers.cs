using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientWith2xServers
{
    public static async Task Fixed()
    {
        // snippet: client-with-2.x-servers/fixed
        var client = new SocketIOClient("https://old.example.com", options => options.Protocol = ClientProtocol.Version4);
        await client.ConnectAsync();
        Console.WriteLine(client.Connection.Protocol);          // Version4
        // end
    }

    public static void Token(string token)
    {
        // snippet: client-with-2.x-servers/token
        var client = new SocketIOClient("https://old.example.com", options => options.Query["token"] = token);     // the main namespace
        var admin = client.Of("/admin", options => options.AuthPayload = new { token });                            // /admin?token=...
        // end
        admin.Connect();
    }
}
