namespace SocketIO.Adapters;

/// <summary>
/// What a broker keeps for clients that are away: the messages of the cluster in one order, and the sessions. A log such as a stream or a table.
/// </summary>
/// <remarks>
/// What is appended comes back to all servers, the one that appended it included, in the order of the store: <c>ClusterAdapter.OnMessage</c> with
/// its position. Clients are sent a broadcast only then, so that the last offset that a client has seen tells all that it has seen. Thread-safe.
/// </remarks>
public abstract class ClusterStore
{
    /// <summary>
    /// Gets a value indicating whether messages can be appended now.
    /// </summary>
    /// <value>While it is <see langword="false"/>, broadcasts go to the clients of this server at once, without an offset.</value>
    public abstract bool IsAvailable { get; }

    /// <summary>
    /// Gets the position of the last message that was handed over, or that was there when this server came.
    /// </summary>
    /// <value>-1 before that is known. It goes up only after <c>OnMessage</c> has returned.</value>
    public abstract long LastPosition { get; }

    /// <summary>
    /// Appends a message.
    /// </summary>
    /// <param name="message">The message, complete. Its <see cref="ClusterMessage.Sequence"/> must come back with it.</param>
    /// <returns>A task that completes when it stands in the store. A store that is not available keeps the message, within limits, and appends it later.</returns>
    /// <remarks>Called in order, and must keep it. Must not wait before it returns.</remarks>
    public abstract ValueTask AppendAsync(ClusterMessage message);

    /// <summary>
    /// Writes a position as clients get it: the offset.
    /// </summary>
    /// <param name="position">The position, greater than zero.</param>
    /// <returns>Text of ASCII characters that need no escape in JSON.</returns>
    public abstract string FormatOffset(long position);

    /// <summary>
    /// Reads an offset.
    /// </summary>
    /// <param name="offset">What a client has sent.</param>
    /// <param name="position">The position.</param>
    /// <returns><see langword="false"/> for what cannot be one.</returns>
    public abstract bool TryParseOffset(string offset, out long position);

    /// <summary>
    /// Finds out whether all that was appended after a position is still there.
    /// </summary>
    /// <param name="position">The position; zero for the beginning.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns><see langword="false"/> when something after it has been forgotten, or nothing was ever at this position.</returns>
    public abstract Task<bool> ReachesBackToAsync(long position, CancellationToken cancellationToken);

    /// <summary>
    /// Reads what was appended after a position.
    /// </summary>
    /// <param name="position">The position.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>The entries in order, up to the last there is now, each with its position: the message, or <see langword="null"/> for an entry that is not a message of this namespace.</returns>
    public abstract IAsyncEnumerable<StoredMessage> ReadAfterAsync(long position, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a session.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="lifetime">For how long.</param>
    /// <returns>A task that completes when any server can take it.</returns>
    public abstract Task PersistAsync(ClusterSession session, TimeSpan lifetime);

    /// <summary>
    /// Takes a session, so that nobody else can.
    /// </summary>
    /// <param name="pid">The secret that the client was given.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <returns>The session, or <see langword="null"/>.</returns>
    public abstract Task<ClusterSession?> TakeAsync(string pid, CancellationToken cancellationToken);
}
