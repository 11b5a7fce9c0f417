namespace SocketIO.ClusterFaults;

/// <summary>What a server says of itself.</summary>
internal sealed class NodeStats
{
    public long Sent { get; set; }

    /// <summary>Gets or sets how long the slowest call that emits took to return, in milliseconds.</summary>
    public double SlowestEmit { get; set; }

    /// <summary>Gets or sets how many exceptions left the library.</summary>
    public int Escaped { get; set; }

    public bool Paused { get; set; }
}
