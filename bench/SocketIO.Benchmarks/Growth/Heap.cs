namespace SocketIO.Benchmarks;

/// <summary>Measures what stays on the heap.</summary>
internal static class Heap
{
    // Less than this comes and goes in a process anyway.
    private const long Noise = 300_000;

    /// <summary>Gets what each of a number of things takes.</summary>
    /// <returns><see langword="null"/> when all together take too little to tell.</returns>
    public static async Task<double?> BytesForEachAsync(int count, Func<Task> make)
    {
        var before = Taken();
        await make();
        var taken = Taken() - before;
        return taken > Noise ? (double)taken / count : null;
    }

    // What is finalized is free only after the next collection.
    private static long Taken()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
