using SocketIO.Protocol;

namespace SocketIO.Client;

/// <summary>
/// A socket could not connect. <see cref="Exception.Message"/> is the text that the JavaScript client gives, or the one that the server refused with.
/// </summary>
public sealed class ConnectErrorException : Exception
{
    internal ConnectErrorException(string message, string advice, Exception? cause = null)
        : base(message, cause)
    {
        Advice = advice;
    }

    /// <summary>Gets what to check, in one sentence.</summary>
    public string Advice { get; }

    /// <summary>Gets a value indicating whether the server refused the namespace: a middleware did, or there is no such namespace.</summary>
    /// <value>When it is <see langword="true"/> nothing is tried again until <see cref="ClientSocket.Connect"/> is called.</value>
    public bool IsRefusal { get; internal init; }

    /// <summary>Gets what the server said besides the message.</summary>
    /// <value><see langword="null"/> when it said nothing more, and when it was not the server that refused.</value>
    public EventArgument? Details { get; internal init; }

    /// <summary>Gets the status of the response that was refused.</summary>
    /// <value><see langword="null"/> when there was no response.</value>
    public int? StatusCode => (InnerException as TransportException)?.StatusCode;

    /// <summary>Gets the request that failed, and its response.</summary>
    /// <value><see langword="null"/> when no request is to blame.</value>
    public TransportErrorContext? Context => (InnerException as TransportException)?.Context;
}
