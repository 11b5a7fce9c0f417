using SocketIO.Protocol;

namespace SocketIO.Snippets;

internal static class ServerInstance
{
    public static void Engine(SocketIOServer io, ILogger logger)
    {
        // snippet: server-instance/engine
        Console.WriteLine($"{io.Engine.ClientsCount} connections, {io.SocketsCount} sockets in the main namespace");

        io.Engine.OnConnectionError(error => logger.LogWarning("{Code} {Message}", (int)error.Code, error.Message));
        io.Engine.OnInitialHeaders((headers, request) => headers.Append("Set-Cookie", "seen=1; Path=/; HttpOnly"));
        io.Engine.OnHeaders((headers, request) => headers["X-Node"] = Environment.MachineName);
        // end
    }

    public static void Ids(WebApplicationBuilder builder)
    {
        // snippet: server-instance/ids
        builder.Services.AddSocketIO(options =>
            options.GenerateId = context => new ValueTask<string>(Guid.NewGuid().ToString("N")));
        // end
    }

    public static async Task Find(SocketIOServer io)
    {
        // snippet: server-instance/find
        foreach (var remote in await io.In("kitchen").FetchSocketsAsync())
        {
            Console.WriteLine($"{remote.Id} from {remote.Handshake.Address}, in {string.Join(", ", remote.Rooms)}");

            await remote.EmitAsync("hello");
            await remote.JoinAsync("known");
        }

        ServerSocket? here = io.FindSocket("an id");
        await (here?.EmitAsync("hello") ?? default);
        // end
    }

    public static async Task Bulk(SocketIOServer io)
    {
        // snippet: server-instance/bulk
        await io.SocketsJoinAsync("everybody");
        await io.In("room1").SocketsLeaveAsync("room2");
        await io.In("user:anna").DisconnectSocketsAsync(close: true);
        // end
    }

    public static async Task ServerSide(SocketIOServer io)
    {
        // snippet: server-instance/server-side
        io.OnServerSide("cache cleared", (string key) => Console.WriteLine($"another server has cleared {key}"));
        io.OnServerSide("load", () => Environment.ProcessorCount);

        await io.ServerSideEmitAsync("cache cleared", "prices");
        var loads = await io.ServerSideEmitWithAckAsync<int>("load");
        // end
        Console.WriteLine(loads.Count);
    }

    public static async Task Close(SocketIOServer io)
    {
        // snippet: server-instance/close
        await io.CloseAsync();
        // end
    }
}
