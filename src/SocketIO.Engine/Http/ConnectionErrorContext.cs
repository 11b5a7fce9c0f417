using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

/// <summary>
/// A request that was refused, as the application is told of it.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ConnectionErrorContext
{
    private ConnectionErrorContext(HandshakeRequest request, RequestRefusal refusal)
    {
        Request = request;
        Code = refusal.Error;
        Message = refusal.Message;
        Context = refusal.Context;
    }

    /// <summary>
    /// Gets the request.
    /// </summary>
    public HandshakeRequest Request { get; }

    /// <summary>
    /// Gets the error. Its number is what the client is told.
    /// </summary>
    public RequestError Code { get; }

    /// <summary>
    /// Gets the error's standard text, such as <c>Session ID unknown</c>. A text of the application's own is in <see cref="Context"/>.
    /// </summary>
    public string Message { get; }

    /// <summary>
    /// Gets the details, whose keys depend on the error and always come in the same order.
    /// </summary>
    /// <value>
    /// Code 0: <c>transport</c>. Code 1: <c>sid</c>. Code 2: <c>method</c>. Code 3: <c>name</c>, and then
    /// <c>transport</c> and <c>previousTransport</c>, <c>protocol</c> and <c>previousProtocol</c>, <c>origin</c>, <c>parameter</c> or
    /// <c>error</c>, as the name says. Code 4: <c>message</c>. Code 5: <c>protocol</c>.
    /// </value>
    /// <remarks>They come from the client: do not log them as they are.</remarks>
    public IReadOnlyDictionary<string, object?> Context { get; }

    internal static ConnectionErrorContext Create(HttpContext context, RequestRefusal refusal, DateTimeOffset time)
        => new(HandshakeRequest.From(context, time, refusal.HiddenHeader), refusal);
}
