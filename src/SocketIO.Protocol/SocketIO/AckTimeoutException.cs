namespace SocketIO.Protocol;

/// <summary>
/// The peer did not acknowledge an event in time. It may have handled it all the same.
/// </summary>
public sealed class AckTimeoutException : TimeoutException
{
    /// <summary>
    /// Initializes a new instance of the <see cref="AckTimeoutException"/> class.
    /// </summary>
    public AckTimeoutException()
        : base("operation has timed out")
    {
    }
}
