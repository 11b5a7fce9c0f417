namespace SocketIO.Adapters.Redis;

/// <summary>
/// What another server has answered.
/// </summary>
/// <param name="RequestId">What it has answered.</param>
/// <param name="Message">What all adapters understand, or <see langword="null"/>.</param>
/// <param name="Rooms">The rooms of that server, if they were asked for.</param>
internal readonly record struct RedisResponse(string RequestId, ClusterMessage? Message, IReadOnlyList<string>? Rooms);
