namespace SocketIO.Benchmarks;

/// <summary>
/// Measures what a message costs in small and in large servers, and fails when it is more than a little dearer in the large ones.
/// </summary>
internal static class GrowthReport
{
    private const double Tolerance = 1.15;

    // On a busy machine one case may have been luckier than another: what really grows still does when it is measured for longer.
    private const int Patience = 6;

    private static readonly Dictionary<string, (int[] Sizes, Func<int, Task<IEnumerable<GrowthCase>>> Prepare)> s_dimensions = new()
    {
        ["connections"] = ([100, 1_000, 10_000], ConnectionGrowth.PrepareAsync),
        ["rooms"] = ([1, 10, 100, 1_000], RoomGrowth.PrepareAsync),
        ["namespaces"] = ([1, 10, 100, 1_000], NamespaceGrowth.PrepareAsync),
    };

    /// <summary>Measures the dimensions that are named, or all of them.</summary>
    /// <returns>What the process exits with.</returns>
    public static async Task<int> RunAsync(string[] dimensions)
    {
        var isFlat = true;

        foreach (var name in dimensions is [] ? [.. s_dimensions.Keys] : dimensions)
        {
            if (!s_dimensions.TryGetValue(name, out var dimension))
            {
                Console.Error.WriteLine($"Unknown: {name}. There are {string.Join(", ", s_dimensions.Keys)}.");
                return 2;
            }

            var cases = new List<GrowthCase>();

            foreach (var size in dimension.Sizes)
            {
                Console.Error.WriteLine($"Preparing {size:N0} {name}");
                cases.AddRange(await dimension.Prepare(size));
            }

            foreach (var question in cases.GroupBy(measured => measured.Question))
            {
                isFlat &= Print(question.Key, Measure([.. question]));
            }
        }

        return isFlat ? 0 : 1;
    }

    private static GrowthResult[] Measure(GrowthCase[] cases)
    {
        var meter = new GrowthMeter(cases);
        var results = meter.Measure();

        for (var i = 1; i < Patience && !IsFlat(results); i++)
        {
            results = meter.Measure();
        }

        return results;
    }

    private static bool IsFlat(GrowthResult[] results) => !results[0].Case.IsJudged || (TimeOf(results) <= Tolerance && MemoryOf(results) <= Tolerance);

    private static double TimeOf(GrowthResult[] results) => Growth([.. results.Select(result => result.Nanoseconds)]);

    private static double MemoryOf(GrowthResult[] results) => Growth([.. results.Select(result => result.Case.BytesEach).OfType<double>()]);

    private static double Growth(double[] figures) => figures is [var first, ..] ? figures.Max() / first : 0;

    private static bool Print(string question, GrowthResult[] results)
    {
        var time = TimeOf(results);
        var memory = MemoryOf(results);
        var isFlat = IsFlat(results);

        Console.WriteLine($"\n{question}: {(isFlat ? "" : "NOT FLAT, ")}time grows to {time:0.00}{(memory > 0 ? $", memory to {memory:0.00}" : "")} of the smallest\n");
        Console.WriteLine("| size | ns | allocated bytes | bytes of each on the heap |");
        Console.WriteLine("| ---: | ---: | ---: | ---: |");

        foreach (var result in results)
        {
            Console.WriteLine($"| {result.Case.Size:N0} | {result.Nanoseconds:N0} | {result.AllocatedBytes:N0} | {result.Case.BytesEach:N0} |");
        }

        return isFlat;
    }
}
