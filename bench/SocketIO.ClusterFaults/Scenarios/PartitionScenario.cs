using System.Diagnostics;

namespace SocketIO.ClusterFaults;

/// <summary>One server, in a network namespace of its own, cannot reach Redis any more: nothing answers, nothing is refused. Needs root.</summary>
internal static class PartitionScenario
{
    private const string Namespace = "sio-faults";
    private const string Host = "10.231.7.1";
    private const string Apart = "10.231.7.2";

    public static async Task<bool> RunAsync(FaultOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("faults-redis").FullName;
        var port = Balancer.FreePort();
        await CleanAsync();
        await SetUpAsync();
        using var redis = Process.Start("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", Host, "--protected-mode", "no", "--dir", folder, "--save", "", "--loglevel", "warning"]);

        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
            await using var run = new FaultRun(options);
            await run.StartAsync("streams", $"127.0.0.1:{port}", store: null, Namespace, Apart, $"{Host}:{port}");
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);

            foreach (var (name, toRedis, fromRedis) in new[] { ("both ways", true, true), ("answers only", false, true) })
            {
                FaultRun.Progress($"cutting the third server off from Redis, {name}, for {options.DownSeconds} s");
                await PartitionAsync("-A", port, toRedis, fromRedis);
                await Task.Delay(TimeSpan.FromSeconds(options.DownSeconds), TimeProvider.System);
                await PartitionAsync("-D", port, toRedis, fromRedis);
                var healed = TimeProvider.System.GetUtcNow();
                FaultRun.Progress("healed");
                await run.UntilAsync("every client hears of all servers again", () => run.Clients.All(client => run.Nodes.All(node => client.Ledger.LastAt(node.Sender) > healed)), 30);
                await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
            }

            return await run.EndAsync(mayLose: 0);
        }
        finally
        {
            redis.Kill();
            await redis.WaitForExitAsync();
            await CleanAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task SetUpAsync()
    {
        await ShellAsync($"ip netns add {Namespace}");
        await ShellAsync("ip link add sio-host type veth peer name sio-apart");
        await ShellAsync($"ip link set sio-apart netns {Namespace}");
        await ShellAsync($"ip addr add {Host}/24 dev sio-host");
        await ShellAsync("ip link set sio-host up");
        await ShellAsync($"ip netns exec {Namespace} ip addr add {Apart}/24 dev sio-apart");
        await ShellAsync($"ip netns exec {Namespace} ip link set sio-apart up");
        await ShellAsync($"ip netns exec {Namespace} ip link set lo up");
    }

    private static async Task PartitionAsync(string action, int port, bool toRedis, bool fromRedis)
    {
        if (toRedis)
        {
            await ShellAsync($"iptables {action} INPUT -i sio-host -p tcp --dport {port} -j DROP");
        }

        if (fromRedis)
        {
            await ShellAsync($"iptables {action} OUTPUT -o sio-host -p tcp --sport {port} -j DROP");
        }
    }

    private static async Task CleanAsync()
    {
        await ShellAsync($"ip netns del {Namespace} 2> /dev/null; ip link del sio-host 2> /dev/null; true");
    }

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start("sh", ["-c", command]);
        await shell.WaitForExitAsync();

        if (shell.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} failed. Network namespaces and iptables need root.");
        }
    }
}
