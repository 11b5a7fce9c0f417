namespace SocketIO.Client;

/// <summary>
/// A transport failed. <see cref="Exception.Message"/> is the text that the JavaScript client uses: <c>xhr poll error</c>, <c>xhr post error</c>,
/// <c>websocket error</c>, <c>timeout</c>, <c>server error</c> and so on.
/// </summary>
public sealed class TransportException : Exception
{
    internal TransportException(string message, TransportErrorContext? context = null, Exception? cause = null)
        : base(message, cause)
    {
        Context = context;
    }

    /// <summary>Gets the status of the response that was refused.</summary>
    /// <value><see langword="null"/> when there was no response.</value>
    public int? StatusCode => Context?.StatusCode;

    /// <summary>Gets the request that failed, and its response.</summary>
    /// <value><see langword="null"/> when no request is to blame, for example after a time-out.</value>
    public TransportErrorContext? Context { get; }
}
