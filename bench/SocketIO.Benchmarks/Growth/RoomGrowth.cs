using SocketIO.Tests.InMemory;

namespace SocketIO.Benchmarks;

/// <summary>From 1 to 1,000 rooms for each socket.</summary>
internal static class RoomGrowth
{
    private const int Sockets = 100;

    private static readonly byte[] s_question = MemoryFrames.Text("420[\"echo\",\"abcdefghijklmnopqrstuvwxyz012345\"]");

    public static async Task<IEnumerable<GrowthCase>> PrepareAsync(int size)
    {
        var server = await MemoryServer.StartAsync();
        server.Io.On("echo", (string text) => text);
        var clients = await server.ConnectAsync(Sockets);
        string[] rooms = [.. Enumerable.Range(0, size).Select(i => $"room {i}")];
        var first = server.Io.Of("/").FindSocket(clients[0].Id)!;

        var bytes = await Heap.BytesForEachAsync(size * Sockets, async () =>
        {
            foreach (var socket in server.Io.Sockets)
            {
                await socket.JoinAsync(rooms);
            }
        });

        return
        [
            new GrowthCase("An acknowledged event, rooms of each socket", size, () =>
            {
                clients[0].Send(s_question);
                clients[0].Drain();
            }) { BytesEach = bytes },
            new GrowthCase("A broadcast to a room of 100, rooms of each socket", size, () =>
            {
                _ = server.Io.To("room 0").EmitAsync("msg", 1);

                foreach (var client in clients)
                {
                    client.Drain();
                }
            }),
            new GrowthCase("Joining and leaving a room, rooms of the socket", size, () =>
            {
                _ = first.JoinAsync("another");
                _ = first.LeaveAsync("another");
            }),
        ];
    }
}
