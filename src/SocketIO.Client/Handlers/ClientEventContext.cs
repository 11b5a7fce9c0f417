using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// An event that was received, as a whole: for handlers that want more than its arguments.
/// </summary>
/// <remarks>Thread-safe. It may be kept, and answered long after the handler has returned.</remarks>
public sealed class ClientEventContext
{
    private readonly IncomingEvent _received;

    internal ClientEventContext(IncomingEvent received) => _received = received;

    /// <summary>Gets the socket.</summary>
    public ClientSocket Socket => _received.Socket;

    /// <summary>Gets the event's name.</summary>
    public string EventName => _received.Name;

    /// <summary>Gets its arguments.</summary>
    public EventArguments Arguments => _received.Arguments;

    /// <summary>Gets a value indicating whether the server wants an acknowledgement.</summary>
    public bool WantsAck => _received.WantsAck;

    /// <summary>Acknowledges the event. The first answer is sent; others do nothing, and neither does one that the server does not want.</summary>
    /// <param name="arguments">What the server gets.</param>
    public void Acknowledge(params ReadOnlySpan<object?> arguments) => _received.Answer(arguments);

    /// <inheritdoc cref="Acknowledge(ReadOnlySpan{object?})"/>
    public void Acknowledge(params object?[] arguments) => _received.Answer(ArgumentList.OfAll(arguments));
}
