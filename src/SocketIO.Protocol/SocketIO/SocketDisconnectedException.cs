namespace SocketIO.Protocol;

/// <summary>
/// The peer has gone, so that it cannot acknowledge an event any more.
/// </summary>
public sealed class SocketDisconnectedException : Exception
{
    /// <summary>
    /// Initializes a new instance of the <see cref="SocketDisconnectedException"/> class.
    /// </summary>
    /// <param name="reason">Why the socket disconnected, in the words of the protocol.</param>
    public SocketDisconnectedException(string? reason)
        : base("socket has been disconnected")
    {
        Reason = reason;
    }

    /// <summary>
    /// Gets why the socket disconnected.
    /// </summary>
    /// <value>In the words of the protocol; <see langword="null"/> when it had never connected.</value>
    public string? Reason { get; }
}
