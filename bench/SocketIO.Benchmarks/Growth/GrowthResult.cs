namespace SocketIO.Benchmarks;

/// <summary>What a case was measured to cost.</summary>
internal sealed record GrowthResult(GrowthCase Case, double Nanoseconds, double AllocatedBytes);
