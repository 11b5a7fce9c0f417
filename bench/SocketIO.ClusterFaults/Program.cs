using System.Globalization;
using SocketIO.ClusterFaults;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

if (args is ["node", ..])
{
    await FaultNode.RunAsync(args[1..]);
    return 0;
}

var scenarios = new (string Name, Func<string[], Task<bool>> Run)[]
{
    ("kill-redis", static args => KillScenario.RunAsync("redis", FaultOptions.From(args, 200, 10))),
    ("kill-streams", static args => KillScenario.RunAsync("streams", FaultOptions.From(args, 200, 10))),
    ("restart-redis", static args => RedisRestartScenario.RunAsync("redis", FaultOptions.From(args, 200, 10))),
    ("restart-streams", static args => RedisRestartScenario.RunAsync("streams", FaultOptions.From(args, 200, 10))),
    ("postgres", static args => PostgresScenario.RunAsync(FaultOptions.From(args, 100, 5))),
    ("partition", static args => PartitionScenario.RunAsync(FaultOptions.From(args, 150, 10))),
    ("rolling", static args => RollingScenario.RunAsync(FaultOptions.From(args, 2_000, 1))),
};

var chosen = args.TakeWhile(static arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray();
var unknown = chosen.Except(scenarios.Select(static scenario => scenario.Name)).ToArray();

if (unknown.Length > 0)
{
    Console.Error.WriteLine($"There is no {unknown[0]}. There are: {string.Join(' ', scenarios.Select(static scenario => scenario.Name))}.");
    return 2;
}

var failed = false;

foreach (var (name, run) in scenarios)
{
    if (chosen.Length == 0 || chosen.Contains(name))
    {
        Console.WriteLine($"\n{name}");
        failed |= !await run(args);
    }
}

return failed ? 1 : 0;
