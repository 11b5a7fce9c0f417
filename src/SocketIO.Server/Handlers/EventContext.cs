using SocketIO.Protocol;

namespace SocketIO.Server;

/// <summary>
/// An event on its way to its handlers. Middlewares of a socket may change it; handlers may ask for it as a parameter.
/// </summary>
/// <remarks>Not thread-safe while middlewares run. It may be kept.</remarks>
public sealed class EventContext
{
    internal EventContext(ServerSocket socket, string eventName, EventArguments arguments, Ack ack)
    {
        Socket = socket;
        EventName = eventName;
        Arguments = arguments;
        Ack = ack;
    }

    /// <summary>
    /// Gets the socket that sent the event.
    /// </summary>
    public ServerSocket Socket { get; }

    /// <summary>
    /// Gets or sets the name of the event, by which its handlers are chosen.
    /// </summary>
    public string EventName { get; set; }

    /// <summary>
    /// Gets the arguments, without the acknowledgement.
    /// </summary>
    public EventArguments Arguments { get; private set; }

    /// <summary>
    /// Gets the acknowledgement. It does nothing if none was asked for.
    /// </summary>
    public Ack Ack { get; }

    /// <summary>
    /// Gets a token that is cancelled when the socket disconnects.
    /// </summary>
    public CancellationToken CancellationToken => Socket.DisconnectToken;

    /// <summary>
    /// Replaces the arguments.
    /// </summary>
    /// <param name="arguments">The new arguments. They go through JSON, as if the client had sent them.</param>
    public void SetArguments(params ReadOnlySpan<object?> arguments)
    {
        var serializer = Socket.Namespace.Server.Serializer;
        Arguments = PacketArguments.Encode(arguments, serializer);
    }
}
