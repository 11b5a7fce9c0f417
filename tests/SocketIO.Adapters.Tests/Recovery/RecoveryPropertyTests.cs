using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Adapters.Tests;

/// <summary>Clients that lose their connection at any moment, while many threads send, get everything that is theirs, once and in order.</summary>
public sealed class RecoveryPropertyTests
{
    private const int Clients = 6;
    private const int Threads = 4;
    private const int Losses = 40;

    // Together as many as the log keeps.
    private const int MaxPackets = 20_000;

    [Theory]
    [Trait("Spec", "SRV-102")]
    [Trait("Spec", "SRV-103")]
    [Trait("Spec", "SRV-110")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nothing_is_lost_or_doubled(int seed)
    {
        var ns = new TestNamespace(new ConnectionStateRecoveryOptions());
        var clients = Enumerable.Range(0, Clients).Select(i => new LossyClient(ns, $"c{i}", i % 2 == 0 ? "even" : "odd", new Random((seed * 100) + i))).ToArray();

        foreach (var client in clients)
        {
            await client.ConnectAsync();
        }

        var losing = Task.WhenAll(clients.Select(client => Task.Run(() => client.ComeAndGoAsync(Losses))));
        var sent = await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => SendAsync(ns, clients, thread, new Random((seed * 1000) + thread), losing))));
        await losing;

        foreach (var client in clients)
        {
            await client.LoseAndReturnAsync();
            client.ReadAll();
            string[] received = [.. client.Received];

            // What one thread sent to one client arrives in the order of sending; each exactly once.
            for (var thread = 0; thread < Threads; thread++)
            {
                var prefix = $"{thread}:";
                Assert.Equal(
                    Enumerable.Range(0, sent[thread]).Where(n => IsFor(n, client.Index)).Select(n => $"{prefix}{n}"),
                    received.Where(text => text.StartsWith(prefix, StringComparison.Ordinal)));
            }
        }
    }

    private static bool IsFor(int number, int client) => (number % 4) switch
    {
        0 => true,
        1 => client % 2 == 0,
        2 => client % 2 == 1,
        _ => number / 4 % Clients == client,
    };

    private static async Task<int> SendAsync(TestNamespace ns, LossyClient[] clients, int thread, Random random, Task until)
    {
        var n = 0;

        for (; n < MaxPackets && !(until.IsCompleted && n > 100); n++)
        {
            var packet = new EncodedPacket(Encoding.UTF8.GetBytes($"42[\"{thread}:{n}\"]"));

            await ((n % 4) switch
            {
                0 => ns.Adapter.BroadcastAsync(packet, Target.Everyone),
                1 => ns.Adapter.BroadcastAsync(packet, Target.Everyone.WithRooms("even")),
                2 => ns.Adapter.BroadcastAsync(packet, Target.Everyone.WithExcept("even")),
                _ => ns.Adapter.BroadcastAsync(packet, Target.Everyone.WithRooms(clients[n / 4 % Clients].Id)),
            });

            if (random.Next(8) == 0)
            {
                await Task.Yield();
            }
        }

        return n;
    }
}
