using SocketIO.Tests.InMemory;

namespace SocketIO.Benchmarks;

/// <summary>From 100 to 10,000 connections: what each takes, and what it costs to serve one of them.</summary>
internal static class ConnectionGrowth
{
    private const int Active = 100;
    private const int Members = 10;

    private static readonly byte[] s_question = MemoryFrames.Text("420[\"echo\",\"abcdefghijklmnopqrstuvwxyz012345\"]");

    public static async Task<IEnumerable<GrowthCase>> PrepareAsync(int size)
    {
        var server = await MemoryServer.StartAsync();
        server.Io.On("echo", (string text) => text);
        await server.ConnectAsync();

        MemoryClient[] clients = [];
        var bytes = await Heap.BytesForEachAsync(size, async () => clients = await server.ConnectAsync(size));

        foreach (var client in clients[^Members..])
        {
            await server.Io.Of("/").FindSocket(client.Id)!.JoinAsync("room");
        }

        return
        [
            new GrowthCase("An acknowledged event, connections of which 100 are active", size, AskInTurn(clients[..Active])) { BytesEach = bytes },

            // Not judged: with thousands of clients the processor's caches no longer hold all that a client needs, whatever a server does.
            new GrowthCase("An acknowledged event, connections that all are active", size, AskInTurn(clients), IsJudged: false),
            new GrowthCase("A broadcast to a room of 10, connections", size, () =>
            {
                _ = server.Io.To("room").EmitAsync("msg", 1);
                Drain(clients.AsSpan()[^Members..]);
            }),
        ];
    }

    private static Action AskInTurn(MemoryClient[] clients)
    {
        var next = 0;

        return () =>
        {
            var client = clients[next++ % clients.Length];
            client.Send(s_question);
            client.Drain();
        };
    }

    private static void Drain(ReadOnlySpan<MemoryClient> clients)
    {
        foreach (var client in clients)
        {
            client.Drain();
        }
    }
}
