namespace SocketIO.Engine;

/// <summary>
/// A refused request: the error, and the details that the application is told in the order in which it is told them.
/// </summary>
internal sealed class RequestRefusal
{
    private const int MaxEchoedSessionId = 64;

    private RequestRefusal(RequestError error, params ReadOnlySpan<KeyValuePair<string, object?>> context)
    {
        Error = error;

        var details = new OrderedDictionary<string, object?>(context.Length, StringComparer.Ordinal);

        foreach (var (key, value) in context)
        {
            details.Add(key, value);
        }

        Context = details;
    }

    public RequestError Error { get; }

    public IReadOnlyDictionary<string, object?> Context { get; }

    /// <summary>Gets the error's standard text.</summary>
    public string Message => TextOf(Error);

    /// <summary>Gets the text that the client is told: the application's own if it gave one.</summary>
    public string ClientMessage { get => string.IsNullOrEmpty(field) ? Message : field; private init; }

    /// <summary>Gets the name of a header that must not be reported, or null.</summary>
    public string? HiddenHeader { get; private init; }

    public static RequestRefusal UnknownTransport(string? transport)
        => new(RequestError.UnknownTransport, Detail("transport", transport));

    public static RequestRefusal DuplicateParameter(string parameter)
        => new(RequestError.BadRequest, Name("DUPLICATE_PARAMETER"), Detail("parameter", parameter));

    public static RequestRefusal InvalidParameter(string parameter)
        => new(RequestError.BadRequest, Name("INVALID_PARAMETER"), Detail("parameter", parameter));

    public static RequestRefusal InvalidOrigin(string origin)
        => new(RequestError.BadRequest, Name("INVALID_ORIGIN"), Detail("origin", origin)) { HiddenHeader = "Origin" };

    // What an id could not be is not carried into logs at full length.
    public static RequestRefusal UnknownSession(string sessionId)
        => new(RequestError.UnknownSession, Detail("sid", sessionId.Length > MaxEchoedSessionId ? sessionId[..MaxEchoedSessionId] : sessionId));

    public static RequestRefusal TransportMismatch(string transport, string previousTransport)
        => new(
            RequestError.BadRequest,
            Name("TRANSPORT_MISMATCH"),
            Detail("transport", transport),
            Detail("previousTransport", previousTransport));

    /// <param name="protocol">The request's revision. Anything but 4 is told as 3.</param>
    /// <param name="previousProtocol">The session's revision.</param>
    public static RequestRefusal ProtocolMismatch(int protocol, int previousProtocol)
        => new(
            RequestError.BadRequest,
            Name("PROTOCOL_MISMATCH"),
            Detail("protocol", protocol == 4 ? 4 : 3),
            Detail("previousProtocol", previousProtocol));

    public static RequestRefusal BadHandshakeMethod(string method)
        => new(RequestError.BadHandshakeMethod, Detail("method", method));

    public static RequestRefusal TransportHandshakeError(Exception? error = null)
        => error is null
            ? new(RequestError.BadRequest, Name("TRANSPORT_HANDSHAKE_ERROR"))
            : new(RequestError.BadRequest, Name("TRANSPORT_HANDSHAKE_ERROR"), Detail("error", error));

    public static RequestRefusal IdGenerationError(Exception error)
        => new(RequestError.BadRequest, Name("ID_GENERATION_ERROR"), Detail("error", error));

    public static RequestRefusal MiddlewareFailure()
        => new(RequestError.BadRequest, Name("MIDDLEWARE_FAILURE"));

    public static RequestRefusal Forbidden(string? message)
        => new(RequestError.Forbidden, Detail("message", message)) { ClientMessage = message ?? "" };

    // Every revision but 4 is told as 3, also when none was sent.
    public static RequestRefusal UnsupportedProtocolVersion()
        => new(RequestError.UnsupportedProtocolVersion, Detail("protocol", 3));

    public static string TextOf(RequestError error) => error switch
    {
        RequestError.UnknownTransport => "Transport unknown",
        RequestError.UnknownSession => "Session ID unknown",
        RequestError.BadHandshakeMethod => "Bad handshake method",
        RequestError.BadRequest => "Bad request",
        RequestError.Forbidden => "Forbidden",
        RequestError.UnsupportedProtocolVersion => "Unsupported protocol version",
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "Not an error of the protocol."),
    };

    private static KeyValuePair<string, object?> Name(string name) => new("name", name);

    private static KeyValuePair<string, object?> Detail(string key, object? value) => new(key, value);
}
