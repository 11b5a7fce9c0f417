using SocketIO.Tests;

namespace SocketIO.ClusterFaults;

/// <summary>One of three servers dies without a word, under traffic, and comes back.</summary>
internal static class KillScenario
{
    public static async Task<bool> RunAsync(string adapter, FaultOptions options)
    {
        await using var redis = await RedisServer.StartNewAsync(appendOnly: true);
        await using var run = new FaultRun(options);
        await run.StartAsync(adapter, redis.Configuration, redis.Configuration);
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);

        FaultRun.Progress("killing the second server");
        await run.Nodes[1].KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        await run.UntilAsync("all clients are back", () => run.Clients.All(static client => client.Connected), 20);
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);

        FaultRun.Progress("starting it again");
        await run.Nodes[1].StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        return await run.EndAsync(mayLose: 0, () => Stored.In(redis.Port));
    }
}
