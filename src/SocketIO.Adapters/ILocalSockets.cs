using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// What an adapter sees of its namespace on this server.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public interface ILocalSockets
{
    /// <summary>
    /// Gets the namespace's name, for example <c>/</c> or <c>/admin</c>.
    /// </summary>
    string Name { get; }

    /// <summary>
    /// Gets the id of this server: six characters, which no other server of a cluster has.
    /// </summary>
    string NodeId { get; }

    /// <summary>
    /// Gets what turns arguments into JSON and back.
    /// </summary>
    IArgumentSerializer Serializer { get; }

    /// <summary>
    /// Gets what the application wants to be remembered of clients whose connection was lost.
    /// </summary>
    /// <value><see langword="null"/> when nothing is.</value>
    ConnectionStateRecoveryOptions? Recovery { get; }

    /// <summary>
    /// Gets how long it may take until a lost connection is noticed.
    /// </summary>
    TimeSpan LossDetectionTime { get; }

    /// <summary>
    /// Gets the clock.
    /// </summary>
    TimeProvider Time { get; }

    /// <summary>
    /// Gets the connected sockets as they are now.
    /// </summary>
    /// <returns>A snapshot that later changes do not touch. It is shared: do not write to it.</returns>
    ILocalSocket[] Snapshot();

    /// <summary>
    /// Takes the next acknowledgement id of the namespace.
    /// </summary>
    /// <returns>An id that no other packet of the namespace has carried.</returns>
    long NextAckId();

    /// <summary>
    /// Hands an event of another server to the handlers that the application has registered for it.
    /// </summary>
    /// <param name="eventName">The event's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="answer">Takes the answer, if one is wanted. Called at most once.</param>
    void OnServerSideEvent(string eventName, EventArguments arguments, Func<EventArguments, ValueTask>? answer);

    /// <summary>
    /// Takes bytes that another server has sent to this one.
    /// </summary>
    /// <param name="nodeId">The other server.</param>
    /// <param name="data">The bytes.</param>
    void OnServerData(string nodeId, ReadOnlyMemory<byte> data);
}
