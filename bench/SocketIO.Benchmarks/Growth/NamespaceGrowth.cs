using SocketIO.Tests.InMemory;

namespace SocketIO.Benchmarks;

/// <summary>From 1 to 1,000 namespaces, of the server and of one connection.</summary>
internal static class NamespaceGrowth
{
    public static async Task<IEnumerable<GrowthCase>> PrepareAsync(int size)
    {
        var server = await MemoryServer.StartAsync(options =>
        {
            options.MaxNamespacesPerClient = size + 1;
            options.ControlPacketBurst = size + 1;
        });

        var bytes = await Heap.BytesForEachAsync(size, () =>
        {
            Declare(server, size);
            return Task.CompletedTask;
        });

        var client = await server.ConnectAsync(NameOf(size - 1));
        var joiner = await server.ConnectAsync(NameOf(0));

        for (var i = 1; i < size; i++)
        {
            await joiner.JoinAsync(NameOf(i));
        }

        return
        [
            new GrowthCase("An acknowledged event, namespaces of the server", size, Ask(client, NameOf(size - 1))) { BytesEach = bytes },
            new GrowthCase("An acknowledged event, namespaces that the client has joined", size, Ask(joiner, NameOf(size - 1))),
        ];
    }

    private static void Declare(MemoryServer server, int count)
    {
        for (var i = 0; i < count; i++)
        {
            server.Io.Of(NameOf(i)).On("echo", (string text) => text);
        }
    }

    // All of one length, so that the frames are.
    private static string NameOf(int index) => $"/namespace{index:0000}";

    private static Action Ask(MemoryClient client, string ns)
    {
        var question = MemoryFrames.Text($"42{ns},0[\"echo\",\"abcdefghijklmnopqrstuvwxyz012345\"]");

        return () =>
        {
            client.Send(question);
            client.Drain();
        };
    }
}
