namespace SocketIO.Adapters.Redis;

/// <summary>
/// How far a message has come on its way into a stream.
/// </summary>
internal enum QueuedEntryState
{
    Waiting,
    Sent,
    Failed,
    Stored,
}
