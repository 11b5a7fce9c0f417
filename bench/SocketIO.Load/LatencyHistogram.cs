using System.Numerics;

namespace SocketIO.Load;

/// <summary>
/// Counts latencies in buckets that are at most 1/32 wide, so that recording one costs no memory.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 5;
    private const int SubBuckets = 1 << SubBucketBits;

    private readonly long[] _counts = new long[64 * SubBuckets];
    private long _total;

    public void Record(long ticks)
    {
        _counts[IndexOf(Math.Max(ticks, 0))]++;
        _total++;
    }

    public void Reset()
    {
        Array.Clear(_counts);
        _total = 0;
    }

    /// <summary>Finds the latency that the given share of all messages did not exceed, in microseconds.</summary>
    public double Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(_total * share);
        var seen = 0L;

        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];

            if (seen >= wanted && seen > 0)
            {
                return UpperBound(i) / (double)TimeSpan.TicksPerMicrosecond;
            }
        }

        return 0;
    }

    // Values below 32 have a bucket each; above, the five bits behind the leading one select within the power of two.
    private static int IndexOf(long ticks)
    {
        if (ticks < SubBuckets)
        {
            return (int)ticks;
        }

        var shift = BitOperations.Log2((ulong)ticks) - SubBucketBits;
        return ((shift + 1) << SubBucketBits) + (int)((ticks >> shift) - SubBuckets);
    }

    private static long UpperBound(int index)
    {
        if (index < SubBuckets)
        {
            return index;
        }

        var shift = (index >> SubBucketBits) - 1;
        return ((SubBuckets + (index & (SubBuckets - 1)) + 1L) << shift) - 1;
    }
}
