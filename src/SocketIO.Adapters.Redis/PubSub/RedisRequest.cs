namespace SocketIO.Adapters.Redis;

/// <summary>
/// What another server wants.
/// </summary>
internal sealed record RedisRequest
{
    public required RedisRequestType Type { get; init; }

    /// <summary>Gets the name of the server; that of emitters if it has none.</summary>
    public required string Uid { get; init; }

    public string? RequestId { get; init; }

    /// <summary>Gets what all adapters understand; <see langword="null"/> for what only this one has.</summary>
    public ClusterMessage? Message { get; init; }

    /// <summary>Gets the one socket that servers of old name instead of a target.</summary>
    public string? SocketId { get; init; }

    public IReadOnlyList<string> Rooms { get; init; } = [];

    public bool Close { get; init; }
}
