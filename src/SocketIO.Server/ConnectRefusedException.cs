namespace SocketIO.Server;

/// <summary>
/// Thrown by a middleware to refuse a client: it gets a <c>connect_error</c> with the message and the data.
/// </summary>
public sealed class ConnectRefusedException : Exception
{
    /// <summary>
    /// Initializes a new instance of the <see cref="ConnectRefusedException"/> class.
    /// </summary>
    /// <param name="message">What the client is told. It leaves this server.</param>
    /// <param name="data">What the client gets beside the message, as JSON; <see langword="null"/> for nothing.</param>
    public ConnectRefusedException(string message, object? data = null)
        : base(message)
    {
        ResponseData = data;
    }

    /// <summary>
    /// Gets what the client gets beside the message.
    /// </summary>
    public object? ResponseData { get; }
}
