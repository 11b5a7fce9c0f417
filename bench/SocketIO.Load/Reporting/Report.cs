namespace SocketIO.Load;

/// <summary>
/// Makes tables of results. The first server is compared with every peer, and its variants with the first peer.
/// </summary>
internal sealed class Report(Results results)
{
    private readonly string[] _servers = [.. results.Servers];
    private readonly (string One, string Other)[] _pairs = [.. Pairs(results.Servers)];

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

    private static IEnumerable<(string One, string Other)> Pairs(IReadOnlyList<string> servers)
    {
        var peers = servers.Skip(1).Where(server => !IsVariant(server)).DefaultIfEmpty(servers[0]).ToList();

        return peers.Where(peer => peer != servers[0]).Select(peer => (servers[0], peer))
            .Concat(servers.Where(IsVariant).Select(variant => (variant, peers[0])));

        bool IsVariant(string server) => server.StartsWith(servers[0] + "-", StringComparison.Ordinal);
    }

    private IEnumerable<string> RatioColumns() => _pairs.Select(pair => $"{pair.One} / {pair.Other}");

    // The ratio of the medians, with the extremes of the ratios of single alternations behind it.
    private IEnumerable<string> Ratios(string scenario, Func<ScenarioResult, double?> figure)
    {
        foreach (var (one, other) in _pairs)
        {
            var single = results.Figures(scenario, one, figure).Zip(results.Figures(scenario, other, figure), (a, b) => a / b).ToList();
            var ratio = Text(results.Median(scenario, one, figure) / results.Median(scenario, other, figure), "0.00");
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
