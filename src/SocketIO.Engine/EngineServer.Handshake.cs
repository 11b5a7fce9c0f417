using Microsoft.AspNetCore.Http;
using SocketIO.Protocol;

namespace SocketIO.Engine;

public sealed partial class EngineServer
{
    // A generator that keeps returning ids of live sessions is broken.
    private const int IdAttempts = 3;

    private async Task HandleHandshakeAsync(HttpContext context, EngineQuery query, bool isUpgrade)
    {
        if (VerifyHandshake(context.Request, query, isUpgrade) is { } refusal)
        {
            await RefuseAsync(context, refusal, isUpgrade);
            return;
        }

        if (_cors is not null && IsJsonp(query, isUpgrade) && !await _cors.AllowsScriptAsync(context))
        {
            await RefuseAsync(context, RequestRefusal.Forbidden(null), isUpgrade);
            return;
        }

        if (!await IsAllowedAsync(context, isUpgrade))
        {
            return;
        }

        if (query.Revision != 4 && !(query.Revision == 3 && Options.AllowEIO3))
        {
            await RefuseAsync(context, RequestRefusal.UnsupportedProtocolVersion(), isUpgrade);
            return;
        }

        var address = context.Connection.RemoteIpAddress?.ToString() ?? string.Empty;

        if (_closing || !Sessions.TryReserveUnjoined(address))
        {
            if (!_closing)
            {
                Log.TooManyUnjoined(_logger);
            }

            await EngineErrors.WriteUnavailableAsync(context);
            return;
        }

        var reservation = new UnjoinedReservation(Sessions, address);

        try
        {
            if (await NewIdAsync(context, isUpgrade) is { } id)
            {
                await (isUpgrade ? OpenWebSocketAsync(context, query, id, reservation) : OpenPollingAsync(context, query, id, reservation));
            }
        }
        finally
        {
            // Does nothing once a session has taken it over.
            reservation.Release();
        }
    }

    private RequestRefusal? VerifyHandshake(HttpRequest request, EngineQuery query, bool isUpgrade)
    {
        if (!IsHandshakeMethod(request))
        {
            return RequestRefusal.BadHandshakeMethod(request.Method);
        }

        var wantsWebSocket = query.Transport is "websocket";

        if (wantsWebSocket != isUpgrade)
        {
            return RequestRefusal.TransportHandshakeError();
        }

        // It is going to stand in scripts.
        return IsJsonp(query, isUpgrade) && !JsonpFormat.IsIndex(query.Jsonp) ? RequestRefusal.InvalidParameter("j") : null;
    }

    private bool IsJsonp(EngineQuery query, bool isUpgrade) => Options.AllowEIO3 && !isUpgrade && query is { Revision: 3, Jsonp: not null };

    private async ValueTask<bool> IsAllowedAsync(HttpContext context, bool isUpgrade)
    {
        if (Options.AllowRequest is not { } allow)
        {
            return true;
        }

        using var budget = new CancellationTokenSource(Options.AllowRequestTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, context.RequestAborted);

        try
        {
            var verdict = await allow(context, either.Token).AsTask().WaitAsync(either.Token);

            if (verdict.IsAllowed)
            {
                return true;
            }

            await RefuseAsync(context, RequestRefusal.Forbidden(verdict.Message), isUpgrade);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (Exception exception)
        {
            Log.CallbackFailed(_logger, nameof(EngineOptions.AllowRequest), exception);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        return false;
    }

    private async ValueTask<string?> NewIdAsync(HttpContext context, bool isUpgrade)
    {
        for (var attempt = 0; attempt < IdAttempts; attempt++)
        {
            string? id;

            try
            {
                id = Options.GenerateId is { } generate ? await generate(context) : SessionId.New(NodeId);

                if (id?.Length > RequestChecks.MaxSessionIdLength)
                {
                    // Requests that name it would be refused, and the session could never be used.
                    throw new InvalidOperationException($"GenerateId returned an id of {id.Length} characters; it may have at most {RequestChecks.MaxSessionIdLength}.");
                }
            }
            catch (Exception exception)
            {
                await RefuseAsync(context, RequestRefusal.IdGenerationError(exception), isUpgrade);
                return null;
            }

            if (!string.IsNullOrEmpty(id) && !Sessions.Contains(id))
            {
                return id;
            }
        }

        Log.IdsInUse(_logger);
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return null;
    }

    private async Task OpenPollingAsync(HttpContext context, EngineQuery query, string id, UnjoinedReservation reservation)
    {
        var transport = new PollingTransport(this, PollingFormat.For(query));
        var session = new EngineSession(this, id, query.Revision, HandshakeRequest.From(context, Time.GetUtcNow()), transport, reservation);
        transport.Attach(session);

        if (!Sessions.TryAdd(session))
        {
            session.ReleasePlace();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        var upgrades = Options.AllowUpgrades && Options.Transports.HasFlag(Transports.WebSocket) ? s_webSocketUpgrade : s_noUpgrade;
        session.Open(Handshake(id, upgrades), InitialPacket(), _connect);
        await transport.GetAsync(context);
    }

    private static readonly string[] s_webSocketUpgrade = ["websocket"];

    private static readonly string[] s_noUpgrade = [];

    private EncodedPacket Handshake(string id, string[] upgrades)
        => new EngineHandshake(id, upgrades, Options.PingInterval, Options.PingTimeout, Options.MaxHttpBufferSize).ToEncodedPacket();

    private EncodedPacket? InitialPacket()
        => Options.InitialPacket is { } text ? new EncodedPacket(System.Text.Encoding.UTF8.GetBytes("4" + text)) : null;
}
