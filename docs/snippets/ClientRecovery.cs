using SocketIO.Client;

namespace SocketIO.Snippets;

internal static class ClientRecovery
{
    public static void Recovered(SocketIOClient client)
    {
        // snippet: client-recovery/recovered
        client.OnConnect(async () =>
        {
            if (!client.Recovered)
            {
                await client.EmitAsync("everything, please");         // a new session: what was missed has to be asked for
            }
        });
        // end
    }

    public static void Position()
    {
        // snippet: client-recovery/position
        long lastId = 0;

        var client = new SocketIOClient("https://example.com", options =>
            options.Auth = _ => new(new { lastId }));                  // asked again on each connection

        client.On("news", (long id, string text) =>
        {
            if (id > lastId)
            {
                lastId = id;
                Console.WriteLine(text);
            }
        });
        // end
        client.Connect();
    }

    public static void Cut(SocketIOClient client)
    {
        // snippet: client-recovery/cut
        client.Connection.CloseEngine();          // not Disconnect(), which is on purpose
        // end
    }
}
