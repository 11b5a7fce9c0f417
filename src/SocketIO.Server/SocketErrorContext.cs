namespace SocketIO.Server;

/// <summary>
/// Something that went wrong in the application's code, as <c>OnError</c> tells it.
/// </summary>
public sealed class SocketErrorContext
{
    internal SocketErrorContext(Exception exception, string source, ServerSocket? socket, string? eventName)
    {
        Exception = exception;
        Source = source;
        Socket = socket;
        EventName = eventName;
    }

    /// <summary>
    /// Gets what was thrown.
    /// </summary>
    public Exception Exception { get; }

    /// <summary>
    /// Gets the kind of code that threw it, such as <c>handler</c>, <c>middleware</c> or <c>connection handler</c>.
    /// </summary>
    public string Source { get; }

    /// <summary>
    /// Gets the socket for which the code ran, if any.
    /// </summary>
    public ServerSocket? Socket { get; }

    /// <summary>
    /// Gets the event that was being handled, if any.
    /// </summary>
    public string? EventName { get; }
}
