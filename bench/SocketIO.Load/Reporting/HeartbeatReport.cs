namespace SocketIO.Load;

/// <summary>
/// Says of each server how many idle connections it held, what they took and how punctual its heartbeats were.
/// </summary>
internal sealed class HeartbeatReport(Results results)
{
    private const string Scenario = "heartbeats";
    private const double MaxDelayMilliseconds = 1000;

    /// <summary>Writes the table.</summary>
    /// <returns>Whether no heartbeat came more than a second late.</returns>
    public bool WriteTo(TextWriter output)
    {
        var table = new MarkdownTable(["", "connections", "KiB per connection", "heartbeats", "latest, ms late"]);

        foreach (var server in results.Servers)
        {
            table.Add([server, $"{results.Connections(Scenario):#,0}", $"{Figure(server, r => r.IdleKiB):0.0}", $"{Figure(server, r => r.Heartbeats):#,0}", $"{Figure(server, r => r.HeartbeatDelayMilliseconds):#,0}"]);
        }

        table.WriteTo(output);
        return results.Servers.All(server => Figure(server, r => r.HeartbeatDelayMilliseconds) <= MaxDelayMilliseconds);
    }

    private double? Figure(string server, Func<ScenarioResult, double?> figure) => results.Median(Scenario, server, figure);
}
