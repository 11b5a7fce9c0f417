using SocketIO.Tests;

namespace SocketIO.ClusterFaults;

/// <summary>Three servers are restarted one after another, as a deployment does.</summary>
internal static class RollingScenario
{
    public static async Task<bool> RunAsync(FaultOptions options)
    {
        await using var redis = await RedisServer.StartNewAsync(appendOnly: true);
        await using var run = new FaultRun(options);
        await run.StartAsync("streams", redis.Configuration, redis.Configuration);
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);

        foreach (var node in run.Nodes)
        {
            FaultRun.Progress($"restarting {node.Name}, which closes its connections over {options.DrainTime}");
            await node.TerminateAsync();
            await node.StartAsync();
            await run.UntilAsync("all clients are connected", () => run.Clients.All(static client => client.Connected), 30);
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        }

        return await run.EndAsync(mayLose: 0, () => Stored.In(redis.Port));
    }
}
