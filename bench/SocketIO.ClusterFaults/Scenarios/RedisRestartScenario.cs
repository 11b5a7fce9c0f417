using SocketIO.Tests;

namespace SocketIO.ClusterFaults;

/// <summary>Redis is away for a while, under traffic, and comes back with its data.</summary>
internal static class RedisRestartScenario
{
    public static async Task<bool> RunAsync(string adapter, FaultOptions options)
    {
        await using var redis = await RedisServer.StartNewAsync(appendOnly: true);
        await using var run = new FaultRun(options);
        await run.StartAsync(adapter, redis.Configuration, store: null);
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);

        FaultRun.Progress($"stopping Redis for {options.DownSeconds} s");
        await redis.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        var before = run.Clients.ToDictionary(static client => client, client => run.Nodes.Select(node => client.Ledger.LastOf(node.Sender)).ToArray());
        await Task.Delay(TimeSpan.FromSeconds(options.DownSeconds - 2), TimeProvider.System);

        // Its own server goes on: what that sends comes as fast as it is sent.
        var least = run.Clients.Min(client => run.Nodes.Select((node, i) => client.Ledger.LastOf(node.Sender) - before[client][i]).Max());
        run.Check(least >= (options.DownSeconds - 4) * options.Rate * 0.9, $"every client got at least {least} of its own server meanwhile");

        await redis.StartAsync();
        var returned = TimeProvider.System.GetUtcNow();
        FaultRun.Progress("Redis is back");
        var resumed = await run.UntilAsync("every client hears of all servers again", () => run.Clients.All(client => run.Nodes.All(node => client.Ledger.LastAt(node.Sender) > returned)), 20);
        run.Check(resumed < TimeSpan.FromSeconds(2), "within 2 s");
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);

        if (adapter == "streams")
        {
            return await run.EndAsync(mayLose: 0);
        }

        // Pub/sub forgets what nobody hears: only what comes from other servers is missing.
        run.Check(run.Clients.All(client => client.Ledger.Lost.Count < run.Nodes.Count), "no client has lost anything of its own server");
        return await run.EndAsync(mayLose: -1);
    }
}
