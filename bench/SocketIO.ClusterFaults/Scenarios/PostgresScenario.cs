using SocketIO.Tests;

namespace SocketIO.ClusterFaults;

/// <summary>PostgreSQL drops its connections, and is away for a while.</summary>
internal static class PostgresScenario
{
    public static async Task<bool> RunAsync(FaultOptions options)
    {
        await using var postgres = new PostgresServer();
        await postgres.InitializeAsync();
        await using var run = new FaultRun(options);
        await run.StartAsync("postgres", postgres.ConnectionString, store: null);
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);

        FaultRun.Progress("terminating all connections");
        await postgres.ExecuteAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        await ResumesAsync(run);
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);

        FaultRun.Progress($"stopping PostgreSQL for {options.DownSeconds} s");
        await postgres.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(options.DownSeconds), TimeProvider.System);
        await postgres.StartAsync();
        FaultRun.Progress("PostgreSQL is back");
        await ResumesAsync(run);
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        return await run.EndAsync(mayLose: 0);
    }

    private static async Task ResumesAsync(FaultRun run)
    {
        var since = TimeProvider.System.GetUtcNow();
        var resumed = await run.UntilAsync("every client hears of all servers again", () => run.Clients.All(client => run.Nodes.All(node => client.Ledger.LastAt(node.Sender) > since)), 20);
        run.Check(resumed < TimeSpan.FromSeconds(2), "within 2 s");
    }
}
