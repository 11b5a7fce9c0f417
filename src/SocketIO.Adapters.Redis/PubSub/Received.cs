namespace SocketIO.Adapters.Redis;

/// <summary>
/// What Redis has brought.
/// </summary>
/// <param name="Source">The kind of the channel.</param>
/// <param name="Channel">The channel, of a broadcast.</param>
/// <param name="Body">The message.</param>
internal readonly record struct Received(ReceivedFrom Source, string Channel, byte[] Body);
