namespace SocketIO.Polyfills;

/// <summary>A source of random numbers for each thread.</summary>
internal static class SharedRandom
{
    [ThreadStatic]
    private static Random? _random;

    extension(Random)
    {
        // .NET Framework seeds with the time, so that threads that begin together would be given the same numbers.
        public static Random Shared => _random ??= new Random(Guid.NewGuid().GetHashCode());
    }
}
