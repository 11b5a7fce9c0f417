using System.Diagnostics;

namespace SocketIO.Benchmarks;

/// <summary>
/// Measures cases beside each other.
/// </summary>
/// <remarks>
/// They take turns, and the least of many short rounds counts: what else the machine does makes a round longer, never shorter.
/// </remarks>
internal static class GrowthMeter
{
    private const int Rounds = 60;

    private static readonly TimeSpan s_warmup = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(10);

    public static IEnumerable<GrowthResult> Measure(IReadOnlyList<GrowthCase> cases)
    {
        var runs = Array.ConvertAll([.. cases], WarmUp);
        var nanoseconds = Enumerable.Repeat(double.MaxValue, cases.Count).ToArray();
        var bytes = Enumerable.Repeat(double.MaxValue, cases.Count).ToArray();

        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < cases.Count; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var taken = Run(cases[i].Operation, runs[i]);
                nanoseconds[i] = Math.Min(nanoseconds[i], taken.TotalNanoseconds / runs[i]);
                bytes[i] = Math.Min(bytes[i], (double)(GC.GetAllocatedBytesForCurrentThread() - before) / runs[i]);
            }
        }

        return cases.Select((measured, i) => new GrowthResult(measured, nanoseconds[i], bytes[i]));
    }

    // Runs the case until it is compiled, and finds out how often it fits into a round.
    private static int WarmUp(GrowthCase measured)
    {
        var start = Stopwatch.GetTimestamp();
        var runs = 0;

        while (Stopwatch.GetElapsedTime(start) < s_warmup)
        {
            measured.Operation();
            runs++;
        }

        return Math.Max(1, (int)(runs * (s_round / s_warmup)));
    }

    private static TimeSpan Run(Action operation, int runs)
    {
        var start = Stopwatch.GetTimestamp();

        for (var i = 0; i < runs; i++)
        {
            operation();
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
