namespace SocketIO.Adapters;

/// <summary>
/// Which numbers of a sender have been seen: what comes twice is known, also if it comes a little out of order. Not thread-safe.
/// </summary>
internal sealed class SequenceWindow
{
    // Far more than are ever on their way at the same time out of order.
    private const int Size = 1024;
    private const int BitsPerWord = 64;

    private readonly ulong[] _seen = new ulong[Size / BitsPerWord];

    /// <summary>Gets the highest number so far.</summary>
    public long Last { get; private set; }

    /// <summary>Takes a number.</summary>
    /// <returns><see langword="false"/> if it has been taken before, or is too old to tell.</returns>
    public bool TryAdd(long number)
    {
        if (number <= Last - Size)
        {
            return false;
        }

        if (number - Last >= Size)
        {
            Array.Clear(_seen);
            Last = number;
        }

        // Places between were those of numbers that are too old now.
        while (Last < number)
        {
            Last++;
            Bit(Last) &= ~Mask(Last);
        }

        if ((Bit(number) & Mask(number)) != 0)
        {
            return false;
        }

        Bit(number) |= Mask(number);
        return true;
    }

    private static ulong Mask(long number) => 1UL << (int)(number % BitsPerWord);

    private ref ulong Bit(long number) => ref _seen[number % Size / BitsPerWord];
}
