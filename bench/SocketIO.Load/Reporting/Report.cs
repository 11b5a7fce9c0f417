namespace SocketIO.Load;

/// <summary>
/// Makes tables of results. The first server is compared with every other one.
/// </summary>
internal sealed class Report(Results results)
{
    private readonly string[] _servers = [.. results.Servers];
    private readonly string[] _peers = [.. results.Servers.Skip(1)];

    public void WriteTo(TextWriter output)
    {
        var rates = results.Scenarios(result => result.ServerMicroseconds);
        var idle = results.Scenarios(result => result.IdleKiB);

        if (rates.Count > 0)
        {
            WriteProcessorTime(output, rates);
            output.WriteLine();
            WriteRates(output, rates);
        }

        if (rates.Count > 0 && idle.Count > 0)
        {
            output.WriteLine();
        }

        if (idle.Count > 0)
        {
            WriteMemory(output, idle);
        }
    }

    private void WriteProcessorTime(TextWriter output, List<string> scenarios)
    {
        var table = new MarkdownTable(["server CPU per message", .. _servers.Select(server => $"{server}, µs"), .. RatioColumns()]);

        foreach (var scenario in scenarios)
        {
            table.Add([scenario, .. _servers.Select(server => Text(results.Median(scenario, server, r => r.ServerMicroseconds), "0.00")), .. Ratios(scenario, r => r.ServerMicroseconds)]);
        }

        table.WriteTo(output);
    }

    private void WriteRates(TextWriter output, List<string> scenarios)
    {
        var table = new MarkdownTable(
            ["messages/s; latency p50 / p99, ms", .. _servers.SelectMany(server => (string[])[$"{server}, msg/s", $"{server}, latency"])]);

        foreach (var scenario in scenarios)
        {
            table.Add([scenario, .. _servers.SelectMany(server => (string[])
            [
                Text(results.Median(scenario, server, r => r.MessagesPerSecond), "#,0"),
                $"{Text(results.Median(scenario, server, r => r.LatencyP50Microseconds / 1000), "0.0")} / {Text(results.Median(scenario, server, r => r.LatencyP99Microseconds / 1000), "0.0")}",
            ])]);
        }

        table.WriteTo(output);
    }

    private void WriteMemory(TextWriter output, List<string> scenarios)
    {
        var table = new MarkdownTable(["resident memory per idle connection", .. _servers.Select(server => $"{server}, KiB"), .. RatioColumns()]);

        foreach (var scenario in scenarios)
        {
            AddRow("after a collection", r => r.IdleCollectedKiB);
            AddRow("as opened", r => r.IdleKiB);

            void AddRow(string what, Func<ScenarioResult, double?> figure) => table.Add(
                [$"{scenario} ({results.Connections(scenario):#,0} connections), {what}", .. _servers.Select(server => Text(results.Median(scenario, server, figure), "0.0")), .. Ratios(scenario, figure)]);
        }

        table.WriteTo(output);
    }

    private IEnumerable<string> RatioColumns() => _peers.Select(peer => $"{_servers[0]} / {peer}");

    // The ratio of the medians, with the extremes of the ratios of single alternations behind it.
    private IEnumerable<string> Ratios(string scenario, Func<ScenarioResult, double?> figure)
    {
        foreach (var peer in _peers)
        {
            var single = results.Figures(scenario, _servers[0], figure).Zip(results.Figures(scenario, peer, figure), (ours, theirs) => ours / theirs).ToList();
            var ratio = Text(results.Median(scenario, _servers[0], figure) / results.Median(scenario, peer, figure), "0.00");
            yield return single.Count switch
            {
                0 => "–",
                1 => $"**{ratio}**",
                _ => $"**{ratio}** ({single.Min():0.00}–{single.Max():0.00})",
            };
        }
    }

    private static string Text(double? figure, string format) => figure?.ToString(format) ?? "–";
}
