using System.Text.Json;

namespace SocketIO.Load;

/// <summary>
/// Makes tables of the lines that measurements print. Each figure is the median over the alternations, and the first
/// server of the file is compared with every other one.
/// </summary>
internal sealed class Report
{
    private readonly List<ScenarioResult> _results;
    private readonly string[] _servers;
    private readonly string[] _peers;

    public Report(IEnumerable<string> lines)
    {
        _results = [.. lines.Select(line => JsonSerializer.Deserialize(line, LoadJsonContext.Default.ScenarioResult)!)];

        if (_results.Count == 0)
        {
            throw new InvalidDataException("There are no results.");
        }

        _servers = [.. _results.Select(result => result.Server).Distinct()];
        _peers = _servers[1..];
    }

    public void WriteTo(TextWriter output)
    {
        var rates = ScenarioCatalog.Names.Where(name => Has(name, result => result.ServerMicroseconds)).ToList();
        var idle = ScenarioCatalog.Names.Where(name => Has(name, result => result.IdleKiB)).ToList();

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
            table.Add([scenario, .. _servers.Select(server => Text(Median(scenario, server, r => r.ServerMicroseconds), "0.00")), .. Ratios(scenario, r => r.ServerMicroseconds)]);
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
                Text(Median(scenario, server, r => r.MessagesPerSecond), "#,0"),
                $"{Text(Median(scenario, server, r => r.LatencyP50Microseconds / 1000), "0.0")} / {Text(Median(scenario, server, r => r.LatencyP99Microseconds / 1000), "0.0")}",
            ])]);
        }

        table.WriteTo(output);
    }

    private void WriteMemory(TextWriter output, List<string> scenarios)
    {
        var table = new MarkdownTable(["resident memory per idle connection", .. _servers.Select(server => $"{server}, KiB"), .. RatioColumns()]);

        foreach (var scenario in scenarios)
        {
            var connections = _results.First(result => result.Scenario == scenario).Connections;
            AddRow("after a collection", r => r.IdleCollectedKiB);
            AddRow("as opened", r => r.IdleKiB);

            void AddRow(string what, Func<ScenarioResult, double?> figure) => table.Add(
                [$"{scenario} ({connections:#,0} connections), {what}", .. _servers.Select(server => Text(Median(scenario, server, figure), "0.0")), .. Ratios(scenario, figure)]);
        }

        table.WriteTo(output);
    }

    private IEnumerable<string> RatioColumns() => _peers.Select(peer => $"{_servers[0]} / {peer}");

    // The ratio of the medians, with the extremes of the ratios of single alternations behind it.
    private IEnumerable<string> Ratios(string scenario, Func<ScenarioResult, double?> figure)
    {
        foreach (var peer in _peers)
        {
            var single = Figures(scenario, _servers[0], figure).Zip(Figures(scenario, peer, figure), (ours, theirs) => ours / theirs).ToList();
            var ratio = Text(Median(scenario, _servers[0], figure) / Median(scenario, peer, figure), "0.00");
            yield return single.Count > 1 ? $"**{ratio}** ({single.Min():0.00}–{single.Max():0.00})" : $"**{ratio}**";
        }
    }

    private bool Has(string scenario, Func<ScenarioResult, double?> figure) => _servers.Any(server => Figures(scenario, server, figure).Count > 0);

    private List<double> Figures(string scenario, string server, Func<ScenarioResult, double?> figure)
        => [.. _results.Where(result => result.Scenario == scenario && result.Server == server).Select(figure).OfType<double>()];

    private double? Median(string scenario, string server, Func<ScenarioResult, double?> figure)
    {
        var sorted = Figures(scenario, server, figure).Order().ToList();
        return sorted.Count == 0 ? null : (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
    }

    private static string Text(double? figure, string format) => figure?.ToString(format) ?? "–";
}
