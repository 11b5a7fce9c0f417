namespace SocketIO.Client;

/// <summary>
/// What a transport had asked for, and what came back, when it failed.
/// </summary>
/// <remarks>Thread-safe: it does not change.</remarks>
public sealed class TransportErrorContext
{
    internal TransportErrorContext(string transport, string method, Uri url)
    {
        Transport = transport;
        Method = method;
        Url = url;
    }

    /// <summary>Gets the transport: <c>polling</c> or <c>websocket</c>.</summary>
    public string Transport { get; }

    /// <summary>Gets the method of the request.</summary>
    public string Method { get; }

    /// <summary>Gets the address of the request, without its query, which may hold secrets.</summary>
    public Uri Url { get; }

    /// <summary>Gets the status of the response.</summary>
    /// <value><see langword="null"/> when there was none.</value>
    public int? StatusCode { get; internal init; }

    /// <summary>Gets the body of a response that was refused, at most its first 4,096 characters.</summary>
    /// <value><see langword="null"/> when there was no response.</value>
    public string? ResponseText { get; internal init; }

    /// <summary>Gets the header <c>Location</c> of a response that points elsewhere.</summary>
    /// <value><see langword="null"/> when there was none.</value>
    public string? Location { get; internal init; }

    /// <summary>Gets the close code of a WebSocket.</summary>
    /// <value><see langword="null"/> when it was not a WebSocket that was open; 1005 when the server gave no code, 1006 when there was no close frame.</value>
    public int? CloseCode { get; internal init; }

    /// <summary>Gets the reason in the close frame of a WebSocket; empty when there was none.</summary>
    public string CloseReason { get; internal init; } = "";
}
