namespace SocketIO.Adapters;

/// <summary>
/// The way of an emitter's messages to the servers of a cluster.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public interface IClusterPublisher
{
    /// <summary>
    /// Gives a message to the broker.
    /// </summary>
    /// <param name="message">The message, complete.</param>
    /// <returns>A task that completes when the broker has taken it. It is handed over in order of the calls, before this returns.</returns>
    ValueTask PublishAsync(ClusterMessage message);
}
