using Microsoft.AspNetCore.Http;

namespace SocketIO.Engine;

public sealed partial class EngineServer
{
    private async Task OpenWebSocketAsync(HttpContext context, EngineQuery query, string id, UnjoinedReservation reservation)
    {
        var request = HandshakeRequest.From(context, Time.GetUtcNow());

        if (await AcceptAsync(context, isFirstResponse: true) is not { } connection)
        {
            return;
        }

        var transport = new WebSocketTransport(this, connection, query.BinaryForm);
        var session = new EngineSession(this, id, query.Revision, request, transport, reservation);
        transport.Attach(session, isCandidate: false);

        if (Sessions.TryAdd(session))
        {
            session.Open(Handshake(id, s_noUpgrade), InitialPacket(), _connect);
        }
        else
        {
            // Another handshake with the same id was faster.
            session.ReleasePlace();
            transport.End(CloseReason.ForcedClose);
        }

        await CarryAsync(context, transport);
    }

    private async Task UpgradeSessionAsync(HttpContext context, EngineQuery query, EngineSession session)
    {
        if (await AcceptAsync(context, isFirstResponse: false) is not { } connection)
        {
            return;
        }

        var transport = new WebSocketTransport(this, connection, query.BinaryForm);
        transport.Attach(session, isCandidate: true);

        if (!session.TryAttachCandidate(transport))
        {
            // Another WebSocket was faster, or the session has just ended.
            transport.End(CloseReason.ForcedClose);
        }

        await CarryAsync(context, transport);
    }

    // On a connection that was detached from HTTP the WebSocket outlives the request.
    private static Task CarryAsync(HttpContext context, WebSocketTransport transport)
        => DetachableConnection.TryFind(context, out var connection) && connection.TryContinueWith(transport)
            ? Task.CompletedTask
            : transport.RunAsync();

    /// <summary>Accepts a WebSocket, or refuses its handshake.</summary>
    private async Task<IWebSocketConnection?> AcceptAsync(HttpContext context, bool isFirstResponse)
    {
        var error = WebSocketUpgrade.Check(context, _webSockets);

        if (error is not WebSocketUpgradeError.None)
        {
            if (error is WebSocketUpgradeError.InvalidVersion)
            {
                context.Response.Headers.SecWebSocketVersion = WebSocketUpgrade.Version;
            }

            await EngineErrors.WriteUpgradeAsync(context, WebSocketUpgrade.StatusFor(error), WebSocketUpgrade.MessageFor(error));
            return null;
        }

        if (isFirstResponse)
        {
            RaiseHeaders(_initialHeadersHandlers, context);
        }

        RaiseHeaders(_headersHandlers, context);

        try
        {
            return await WebSocketUpgrade.AcceptAsync(context, _webSockets);
        }
        catch (InvalidOperationException exception) when (!context.Response.HasStarted)
        {
            // The web server's own limit of upgraded connections, in Kestrel MaxConcurrentUpgradedConnections.
            Log.UpgradeImpossible(_logger, exception.Message);
            WebSocketUpgrade.Withdraw(context);
            await EngineErrors.WriteUnavailableAsync(context);
            return null;
        }
    }

    /// <summary>Opens a session without a network.</summary>
    internal EngineSession OpenLoopback(LoopbackTransport transport, HandshakeRequest request, int protocol)
    {
        Sessions.TryReserveUnjoined("loopback");
        var session = new EngineSession(this, SessionId.New(NodeId), protocol, request, transport, new UnjoinedReservation(Sessions, "loopback"));
        Sessions.TryAdd(session);
        session.Open(Handshake(session.Id, s_noUpgrade), InitialPacket(), _connect);
        return session;
    }
}