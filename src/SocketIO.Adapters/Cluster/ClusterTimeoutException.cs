using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Thrown when not all servers of a cluster have answered in time. What the others have answered is in it.
/// </summary>
public sealed class ClusterTimeoutException : TimeoutException
{
    /// <summary>
    /// Initializes a new instance of the <see cref="ClusterTimeoutException"/> class.
    /// </summary>
    /// <param name="message">What was waited for.</param>
    /// <param name="innerException">Why nobody could be asked, if that is so.</param>
    public ClusterTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Gets how many other servers should have answered.
    /// </summary>
    public int Expected { get; init; }

    /// <summary>
    /// Gets how many other servers have answered.
    /// </summary>
    public int Received { get; init; }

    /// <summary>
    /// Gets the ids of the servers that have not answered.
    /// </summary>
    /// <value>Empty when the broker only counts the servers, as Redis does, and they had not been heard of before.</value>
    public IReadOnlyList<string> MissingServers { get; init; } = [];

    /// <summary>
    /// Gets the sockets that are known all the same.
    /// </summary>
    /// <value>Those of this server and of the servers that have answered; empty unless sockets were asked for.</value>
    public IReadOnlyList<SocketDetails> Sockets { get; init; } = [];

    /// <summary>
    /// Gets the answers that came in time.
    /// </summary>
    /// <value>Empty unless an event was sent to the other servers.</value>
    public IReadOnlyList<EventArguments> Responses { get; init; } = [];
}
