namespace SocketIO.Benchmarks;

/// <summary>Measures what stays on the heap.</summary>
internal static class Heap
{
    /// <summary>Gets what each of a number of things takes.</summary>
    public static async Task<double> BytesForEachAsync(int count, Func<Task> make)
    {
        var before = Taken();
        await make();
        return (double)(Taken() - before) / count;
    }

    // What is finalized is free only after the next collection.
    private static long Taken()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
