namespace SocketIO.Load;

/// <summary>
/// One measurement of one server; a line of JSON. What a scenario does not measure is absent.
/// </summary>
internal sealed record ScenarioResult
{
    public required string Server { get; init; }

    public required string Scenario { get; init; }

    public required int Connections { get; init; }

    public long? Messages { get; init; }

    public double? MessagesPerSecond { get; init; }

    /// <summary>Gets the processor time of the server for one message, in microseconds: the figure to compare.</summary>
    public double? ServerMicroseconds { get; init; }

    /// <summary>Gets the processor time of the load generator for one message, in microseconds.</summary>
    public double? LoadMicroseconds { get; init; }

    /// <summary>Gets the share of the window in which the server used a processor.</summary>
    public double? ServerLoad { get; init; }

    public double? MessagesPerRead { get; init; }

    public double? LatencyP50Microseconds { get; init; }

    public double? LatencyP99Microseconds { get; init; }

    /// <summary>Gets the growth of resident memory for one idle connection, in KiB, as the connections were opened.</summary>
    public double? IdleKiB { get; init; }

    /// <summary>Gets the same after a full collection.</summary>
    public double? IdleCollectedKiB { get; init; }

    /// <summary>Gets how many heartbeats of the server were received.</summary>
    public long? Heartbeats { get; init; }

    /// <summary>Gets how late the latest of them was, in milliseconds.</summary>
    public double? HeartbeatDelayMilliseconds { get; init; }
}
