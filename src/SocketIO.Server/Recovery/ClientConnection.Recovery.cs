using SocketIO.Adapters;

namespace SocketIO.Server;

/// <content>Clients that come back after their connection was lost.</content>
public sealed partial class ClientConnection
{
    private const string BackElsewhere = "the client has come back on another connection";

    /// <summary>Ends the connection because its client has another one.</summary>
    internal void Supersede()
    {
        Log.Superseded(_logger, Session.LogId);
        CloseSockets(DisconnectReasons.TransportClose, BackElsewhere);
        Session.Close();
    }

    private async Task RecoverAsync(NamespaceSlot slot, ServerNamespace ns, byte[] auth, RecoveryRequest request)
    {
        var restoration = SessionRestoration.Failed(SessionRestoreFailure.UnknownSession);

        try
        {
            restoration = await RestoreAsync(ns, request);
        }
        catch (OperationCanceledException) when (Session.Closed.IsCompleted)
        {
            // Gone again: there is a socket to end all the same, as the namespace was entered.
        }
        catch (Exception exception)
        {
            Log.NotRestored(_logger, Session.LogId, exception);
        }

        if (restoration.Session is null)
        {
            Log.NotRecovered(_logger, Session.LogId, restoration.Failure);
        }

        _server.Metrics.RecoveryAttempted(restoration.Failure);
        Join(slot, ns, new ServerSocket(ns, this, auth, restoration.Session));
    }

    private async ValueTask<SessionRestoration> RestoreAsync(ServerNamespace ns, RecoveryRequest request)
    {
        var sessions = ns.LiveSessions!;

        if (sessions.Find(request.Pid) is { } socket)
        {
            // Leaving a namespace and joining it again on one connection is a new start.
            if (ReferenceEquals(socket.Connection, this))
            {
                return SessionRestoration.Failed(SessionRestoreFailure.UnknownSession);
            }

            // Nobody is cut off for a request that cannot be met.
            if (!await ns.Adapter.CanRestoreAsync(socket, request.Offset))
            {
                return SessionRestoration.Failed(SessionRestoreFailure.UnknownOffset);
            }

            await sessions.SupersedeAsync(request.Pid).WaitAsync(ClosedToken);
        }

        return await ns.Adapter.RestoreSessionAsync(request.Pid, request.Offset, ClosedToken);
    }
}
