namespace SocketIO.Engine;

/// <summary>
/// What an application does with one session. The connect callback of <see cref="EngineServer"/> makes one for each.
/// </summary>
/// <remarks>
/// Messages are handed over one at a time, in the order in which the peer sent them. <see cref="OnClosed"/> may be
/// called while a message is being handled, by another thread.
/// </remarks>
public interface IEngineConnection
{
    /// <summary>
    /// Takes a message.
    /// </summary>
    /// <param name="message">The message. Its data is good only until this method returns, not until its task completes.</param>
    /// <returns>A task that holds back the next message until it completes: backpressure that reaches the peer.</returns>
    ValueTask OnMessageAsync(EngineMessage message);

    /// <summary>
    /// Learns that the session has ended. Called exactly once, after which sending does nothing.
    /// </summary>
    /// <param name="reason">Why the session ended.</param>
    /// <param name="description">What is known beyond the reason, such as <c>poll connection closed prematurely</c>.</param>
    void OnClosed(CloseReason reason, string? description);
}
