namespace SocketIO.Adapters;

/// <summary>
/// A message that came from the store, and what came after it: whoever holds one can go on from there, and nobody has to be told.
/// </summary>
internal sealed class ReceivedMessage(ClusterMessage? message, long position)
{
    public ClusterMessage? Message => message;

    public long Position => position;

    public ReceivedMessage? Next { get; set; }
}
