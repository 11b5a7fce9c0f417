namespace SocketIO.Benchmarks;

/// <summary>
/// Measures cases beside each other.
/// </summary>
/// <remarks>
/// They take turns, what counts is processor time, and of many short rounds the least: what else the machine does makes a round dearer, never cheaper.
/// </remarks>
internal sealed class GrowthMeter(GrowthCase[] cases)
{
    private const int Rounds = 60;

    private static readonly TimeSpan s_warmup = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(10);

    private readonly int[] _runs = Array.ConvertAll(cases, WarmUp);
    private readonly double[] _nanoseconds = [.. Enumerable.Repeat(double.MaxValue, cases.Length)];
    private readonly double[] _bytes = [.. Enumerable.Repeat(double.MaxValue, cases.Length)];

    private static TimeSpan Now => Environment.CpuUsage.TotalTime;

    /// <summary>Measures for some time. What earlier calls have found counts, too.</summary>
    public GrowthResult[] Measure()
    {
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < cases.Length; i++)
            {
                MeasureOnce(i);
            }
        }

        return [.. cases.Select((measured, i) => new GrowthResult(measured, _nanoseconds[i], _bytes[i]))];
    }

    // Runs the case until it is compiled, and finds out how often it fits into a round.
    private static int WarmUp(GrowthCase measured)
    {
        var start = Now;
        var runs = 0;

        while (Now - start < s_warmup)
        {
            measured.Operation();
            runs++;
        }

        return Math.Max(1, (int)(runs * (s_round / s_warmup)));
    }

    private void MeasureOnce(int index)
    {
        var operation = cases[index].Operation;
        var runs = _runs[index];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Now;

        for (var i = 0; i < runs; i++)
        {
            operation();
        }

        _nanoseconds[index] = Math.Min(_nanoseconds[index], (Now - start).TotalNanoseconds / runs);
        _bytes[index] = Math.Min(_bytes[index], (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / runs);
    }
}
