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
            await ns.LiveSessions!.SupersedeAsync(request.Pid, this).WaitAsync(ClosedToken);
            restoration = await ns.Adapter.RestoreSessionAsync(request.Pid, request.Offset, ClosedToken);
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
}
