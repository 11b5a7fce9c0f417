using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

public sealed partial class EngineServer
{
    private volatile bool _closing;

    /// <summary>
    /// Answers one request of the endpoint: opens a session, or hands the request to the session that it names.
    /// </summary>
    /// <param name="context">The request. The endpoint decides by its route which requests come here.</param>
    /// <param name="subPath">
    /// What follows the endpoint's path: empty for <c>/socket.io/</c>, <see langword="null"/> when even the slash is missing.
    /// </param>
    /// <returns>
    /// A task that completes when the request is answered; for WebSocket, when the connection has ended or, detached from the request
    /// (<see cref="EngineOptions.DetachWebSockets"/>), goes on without it.
    /// </returns>
    public async Task HandleAsync(HttpContext context, string? subPath = "")
    {
        ArgumentNullException.ThrowIfNull(context);

        if (subPath is null && Options.AddTrailingSlash)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // Without the transport an upgrade is no more than a header that is not understood.
        var isUpgrade = Options.Transports.HasFlag(Transports.WebSocket) && WebSocketUpgrade.IsRequested(context);

        if (await TryAnswerCrossOriginAsync(context, isUpgrade) || !await RunMiddlewareAsync(context, isUpgrade))
        {
            return;
        }

        var query = EngineQuery.Parse(context.Request.QueryString.Value);

        if (RequestChecks.Check(context.Request, query, Options.Transports) is { } refusal)
        {
            await RefuseAsync(context, refusal, isUpgrade);
        }
        else if (!string.IsNullOrEmpty(subPath))
        {
            // A well-formed request for something below the endpoint: nothing is there.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (query.SessionId is { } id)
        {
            await HandleSessionRequestAsync(context, query, id, isUpgrade);
        }
        else
        {
            await HandleHandshakeAsync(context, query, isUpgrade);
        }
    }

    /// <summary>Gets or sets what brings a polling request to the server that has issued its session's id.</summary>
    /// <value>Returns <see langword="false"/> when that server does not answer; <see langword="null"/> when requests are not forwarded.</value>
    internal Func<HttpContext, string, Task<bool>>? Forward { get; set; }

    /// <summary>Answers a request that another server has taken, and found to be for a session of this one.</summary>
    internal Task HandleForwardedAsync(HttpContext context)
    {
        var query = EngineQuery.Parse(context.Request.QueryString.Value);

        if (RequestChecks.Check(context.Request, query, Options.Transports) is { } refusal)
        {
            return RefuseAsync(context, refusal, isUpgrade: false);
        }

        return query.SessionId is { } id && Sessions.TryGet(id, out _)
            ? HandleSessionRequestAsync(context, query, id, isUpgrade: false)
            : RefuseAsync(context, RequestRefusal.UnknownSession(query.SessionId ?? string.Empty), isUpgrade: false);
    }

    private async Task HandleSessionRequestAsync(HttpContext context, EngineQuery query, string id, bool isUpgrade)
    {
        if (!Sessions.TryGet(id, out var session))
        {
            if (!isUpgrade && Forward is { } forward && SessionId.NodeOf(id) is { } node && node != NodeId && await forward(context, node))
            {
                return;
            }

            await RefuseAsync(context, RequestRefusal.UnknownSession(id), isUpgrade);
            return;
        }

        var polling = session.Polling;

        if (VerifySessionRequest(context.Request, query, session, polling, isUpgrade) is { } refusal)
        {
            await RefuseAsync(context, refusal, isUpgrade);
            return;
        }

        session.MarkReturned();

        if (isUpgrade)
        {
            await UpgradeSessionAsync(context, query, session);
        }
        else if (HttpMethods.IsGet(context.Request.Method))
        {
            await polling!.GetAsync(context);
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            await polling!.PostAsync(context);
        }
        else
        {
            await EngineErrors.WriteMethodNotAllowedAsync(context);
        }
    }

    private static RequestRefusal? VerifySessionRequest(
        HttpRequest request, EngineQuery query, EngineSession session, PollingTransport? polling, bool isUpgrade)
    {
        if (isUpgrade)
        {
            if (!IsHandshakeMethod(request))
            {
                return RequestRefusal.BadHandshakeMethod(request.Method);
            }

            if (query.Revision != session.Protocol)
            {
                return RequestRefusal.ProtocolMismatch(query.Revision, session.Protocol);
            }

            // Only a session that polls can be taken over, and only by a WebSocket.
            if (query.Transport is not "websocket" || polling is null)
            {
                return RequestRefusal.TransportMismatch(query.Transport!, session.Transport.ToProtocolText());
            }
        }
        else if (query.Transport is not "polling" || polling is null)
        {
            return RequestRefusal.TransportMismatch(query.Transport!, session.Transport.ToProtocolText());
        }

        return query.Revision == session.Protocol ? null : RequestRefusal.ProtocolMismatch(query.Revision, session.Protocol);
    }

    // A WebSocket over HTTP/2 is opened by CONNECT.
    private static bool IsHandshakeMethod(HttpRequest request)
        => HttpMethods.IsGet(request.Method) || HttpMethods.IsConnect(request.Method);
}
