using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

/// <summary>
/// The checks of a request that need no session, in the order that decides which error is told when several apply:
/// repeated parameters, transport, origin, length of the session's id.
/// </summary>
internal static class RequestChecks
{
    /// <summary>Ids that the server makes are 20 characters long, and an application's own may have 64.</summary>
    public const int MaxSessionIdLength = 64;

    /// <summary>Returns why a request is refused, or null.</summary>
    public static RequestRefusal? Check(HttpRequest request, in EngineQuery query, Transports allowed)
    {
        // Which of two values counts differs between parsers: a filter in front of this server may have read the other one.
        if (query.Duplicate is { } duplicate)
        {
            return RequestRefusal.DuplicateParameter(duplicate);
        }

        if ((ToTransport(query.Transport) & allowed) == Transports.None)
        {
            return RequestRefusal.UnknownTransport(query.Transport);
        }

        foreach (var origin in request.Headers.Origin)
        {
            if (origin is not null && HasControlCharacter(origin))
            {
                return RequestRefusal.InvalidOrigin(origin);
            }
        }

        return query.SessionId is { Length: > MaxSessionIdLength } sessionId ? RequestRefusal.UnknownSession(sessionId) : null;
    }

    /// <summary>Returns the transport of that exact name, or none.</summary>
    public static Transports ToTransport(string? name) => name switch
    {
        "polling" => Transports.Polling,
        "websocket" => Transports.WebSocket,
        _ => Transports.None,
    };

    // Header values consist of visible characters, spaces and tabs (RFC 9110, 5.5). Bytes from 0x80 are allowed.
    private static bool HasControlCharacter(string value)
        => value.AsSpan().IndexOfAnyInRange('\u0000', '\u0008') >= 0
            || value.AsSpan().IndexOfAnyInRange('\u000a', '\u001f') >= 0
            || value.Contains('\u007f', StringComparison.Ordinal);
}
