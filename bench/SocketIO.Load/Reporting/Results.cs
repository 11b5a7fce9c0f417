using System.Text.Json;

namespace SocketIO.Load;

/// <summary>
/// The lines that measurements print. The figure of several alternations is their median.
/// </summary>
internal sealed class Results
{
    private readonly List<ScenarioResult> _results;

    public Results(IEnumerable<string> lines)
    {
        _results = [.. lines.Select(line => JsonSerializer.Deserialize(line, LoadJsonContext.Default.ScenarioResult)!)];

        if (_results.Count == 0)
        {
            throw new InvalidDataException("There are no results.");
        }

        Servers = [.. _results.Select(result => result.Server).Distinct()];
    }

    /// <summary>Gets the servers in the order of the file: ours first.</summary>
    public IReadOnlyList<string> Servers { get; }

    /// <summary>Gets the scenarios in which a figure was measured.</summary>
    public List<string> Scenarios(Func<ScenarioResult, double?> figure)
        => [.. ScenarioCatalog.Names.Where(name => Servers.Any(server => Figures(name, server, figure).Count > 0))];

    public int Connections(string scenario) => _results.First(result => result.Scenario == scenario).Connections;

    public List<double> Figures(string scenario, string server, Func<ScenarioResult, double?> figure)
        => [.. _results.Where(result => result.Scenario == scenario && result.Server == server).Select(figure).OfType<double>()];

    public double? Median(string scenario, string server, Func<ScenarioResult, double?> figure)
    {
        var sorted = Figures(scenario, server, figure).Order().ToList();
        return sorted.Count == 0 ? null : (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
    }
}
