using System.Diagnostics;
using System.Text.Json;

namespace SocketIO.Tests.Cluster;

/// <summary>What servers of either kind do together: each test runs from one of ours and from one of JavaScript, with clients at two of each.</summary>
public abstract partial class ClusterMatrix(ClusterFixture cluster)
{
    private static readonly string[] s_names = ["net1", "net2", "js1", "js2"];
    private static int s_namespaces;

    private readonly string _namespace = $"/t{Interlocked.Increment(ref s_namespaces)}";

    protected ClusterFixture Cluster => cluster;

    protected string Namespace => _namespace;

    /// <summary>One client at each server, in a namespace of their own, which all servers have made because they came.</summary>
    private protected async Task<Dictionary<string, ClusterClient>> JoinAsync()
    {
        var clients = new Dictionary<string, ClusterClient>();

        foreach (var name in s_names)
        {
            clients[name] = await ClusterClient.ConnectAsync(cluster[name].Port, _namespace, name);
        }

        foreach (var name in s_names)
        {
            await Until($"{name} knows all servers", async () => (await cluster[name].RunAsync("serverCount", _namespace)).GetInt32() == 4);
        }

        return clients;
    }

    private protected Task<JsonElement> RunAsync(string node, string operation, object? arguments = null) => cluster[node].RunAsync(operation, _namespace, arguments);

    /// <summary>Sends a last event to all, which tells that whatever was sent before from there has arrived.</summary>
    private protected async Task SettleAsync(string origin, Dictionary<string, ClusterClient> clients)
    {
        await RunAsync(origin, "emit", new { @event = "settled" });

        foreach (var (name, client) in clients)
        {
            await Wait.Until($"{name} has got the last event from {origin}", () => client.Received.Contains("[\"settled\"]"), () => string.Join('\n', client.Received));
        }
    }

    private protected void Got(ClusterClient client, params string[] events)
    {
        var received = client.Received.Where(static received => received != "[\"settled\"]");

        if (cluster.JavaScriptKeepsOrder || !client.Name.StartsWith("js", StringComparison.Ordinal))
        {
            Assert.Equal(events, received);
        }
        else
        {
            Assert.Equal(events.Order(StringComparer.Ordinal), received.Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Waits for what may come behind the last event, where the order is not kept.</summary>
    private protected static Task CountAsync(ClusterClient client, int count)
        => Wait.Until($"{client.Name} has got {count} events", () => client.Received.Count >= count, () => string.Join('\n', client.Received));

    private protected static async Task Until(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();

        while (!await condition())
        {
            Assert.True(clock.Elapsed < Wait.Limit, $"Waited {Wait.Limit.TotalSeconds:0} s until: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private protected static string Sorted(JsonElement array) => string.Join(' ', array.EnumerateArray().Select(static item => item.GetRawText()).Order(StringComparer.Ordinal));

    private protected static async Task LeaveAsync(Dictionary<string, ClusterClient> clients)
    {
        foreach (var client in clients.Values)
        {
            await client.DisposeAsync();
        }
    }
}
