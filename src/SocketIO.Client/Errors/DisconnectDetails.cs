namespace SocketIO.Client;

/// <summary>
/// What is known about a connection that was lost.
/// </summary>
/// <remarks>Thread-safe: it does not change.</remarks>
public sealed class DisconnectDetails
{
    private DisconnectDetails(string? message, string? description, TransportErrorContext? context, Exception? error)
    {
        Message = message;
        Description = description;
        Context = context;
        Error = error;
    }

    /// <summary>Gets the error's text, for example <c>xhr post error</c>.</summary>
    /// <value><see langword="null"/> when the connection was closed rather than broken.</value>
    public string? Message { get; }

    /// <summary>Gets how the connection was closed, for example <c>websocket connection closed</c>.</summary>
    /// <value><see langword="null"/> when it was not closed but broken: see <see cref="StatusCode"/> and <see cref="Error"/>.</value>
    public string? Description { get; }

    /// <summary>Gets the status of the response that was refused.</summary>
    /// <value><see langword="null"/> when there was no response.</value>
    public int? StatusCode => Message is null ? null : Context?.StatusCode;

    /// <summary>Gets the request that failed, and its response; of a WebSocket, its close code.</summary>
    /// <value><see langword="null"/> when no request is to blame.</value>
    public TransportErrorContext? Context { get; }

    /// <summary>Gets what was thrown.</summary>
    /// <value><see langword="null"/> when nothing was.</value>
    public Exception? Error { get; }

    internal static DisconnectDetails Of(Exception error) => new(error.Message, null, (error as TransportException)?.Context, error);

    internal static DisconnectDetails Closed(string description, TransportErrorContext? context = null) => new(null, description, context, null);
}
