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
    /// Gets what turns arguments into JSON and back.
    /// </summary>
    IArgumentSerializer Serializer { get; }

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
}
