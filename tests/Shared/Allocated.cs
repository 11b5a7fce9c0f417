namespace SocketIO.Tests;

/// <summary>Counts what code allocates.</summary>
internal static class Allocated
{
    private const int Attempts = 5;

    /// <summary>Gets the bytes that one call allocates once it is warm.</summary>
    public static long PerRun(Action run, int runs = 1000)
    {
#if DEBUG
        Assert.Skip("Code that is not optimized boxes what optimized code does not: run with -c Release.");
#endif

        // The least of several attempts: the runtime itself may allocate on this thread when it runs code for the first time.
        var least = long.MaxValue;

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();

            for (var i = 0; i < runs; i++)
            {
                run();
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / runs);
        }

        return least;
    }
}
