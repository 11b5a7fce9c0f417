using System.Diagnostics;
using System.Globalization;

namespace SocketIO.Differential;

/// <summary>
/// Random transcripts, the same at every run. A longer campaign: SEED=1000 ITERATIONS=5000, which tells its progress.
/// </summary>
public sealed class RandomTests(ServerPair servers)
{
    private const int MaxReported = 8;
    private const int GateIterations = 150;

    // The gate plays as many as fit into this on a busy machine.
    private static readonly TimeSpan _gateLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Transcripts_are_answered_as_by_npm()
    {
        var campaign = new Campaign(servers);
        var asked = Number("ITERATIONS");
        var start = Number("SEED") ?? 1;
        var end = start + (asked ?? GateIterations);
        var reports = new List<string>();
        var clock = Stopwatch.StartNew();

        for (var seed = start; seed < end && reports.Count < MaxReported && (asked is not null || clock.Elapsed < _gateLimit); seed++)
        {
            var transcript = Generator.Make(seed);

            try
            {
                if (await campaign.FindAsync(transcript) is { } difference)
                {
                    reports.Add($"{difference}");
                    reports[^1] = $"{await Minimiser.MinimiseAsync(difference, campaign.PlayAsync)}\n(from {difference.Transcript.Steps.Count} steps)";
                }
            }
            catch (InvalidOperationException e)
            {
                // A play that could not be held at all.
                reports.Add($"{e.Message}\n{transcript}");
            }

            if (asked is not null && (seed + 1 - start) % 100 == 0)
            {
                await Console.Error.WriteLineAsync($"{clock.Elapsed:mm\\:ss} seed {seed}: {campaign}, {reports.Count} unexplained");
            }
        }

        if (asked is not null)
        {
            await Console.Error.WriteLineAsync(campaign.Report());
        }

        Assert.True(reports.Count == 0, string.Join("\n\n", reports));
    }

    private static int? Number(string name)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
