using System.Diagnostics;

namespace SocketIO.Load;

/// <summary>
/// Timestamps of the monotonic clock, in ticks of 100 nanoseconds.
/// </summary>
internal static class Clock
{
    public static long Now => (long)(Stopwatch.GetTimestamp() * ((double)TimeSpan.TicksPerSecond / Stopwatch.Frequency));
}
