using SocketIO.Adapters;

namespace SocketIO.Server;

/// <content>The state that outlives a lost connection.</content>
public sealed partial class ServerSocket
{
    /// <summary>Gets the secret with which the client may come back.</summary>
    /// <value><see langword="null"/> unless connection state recovery is on.</value>
    internal string? Pid { get; }

    bool ILocalSocket.CanRecover => !Connection.IsVersion2;

    /// <summary>Gets what was restored, until the client is in.</summary>
    internal RecoverableSession? Restored { get; private set; }

    private void Restore(RecoverableSession? restored)
    {
        if (restored is null)
        {
            return;
        }

        Restored = restored;
        Recovered = true;
        _user = restored.User;
        _data = restored.Data as SocketData ?? new SocketData(restored.Data);
        ((ILocalSocket)this).Membership.Resume(restored);
        _ = Namespace.Adapter.JoinAsync(this, [.. restored.Rooms]);
        Namespace.LiveSessions!.Add(this);
    }

    /// <summary>Keeps the state of a socket that ends, if its client may come back. Called while it still is in its rooms.</summary>
    private void Persist(string reason)
    {
        if (Pid is null)
        {
            return;
        }

        if (DisconnectReasons.IsLoss(reason))
        {
            Persist(new RecoverableSession { Sid = Id, Pid = Pid, Rooms = Rooms, Data = Data, User = _user });
        }

        // Afterwards: who finds the session free must find its state.
        Forget();
    }

    /// <summary>Puts back what was restored for a client that did not get in: it may try again.</summary>
    private void PutBack()
    {
        if (Restored is { } restored)
        {
            Persist(restored);
            Forget();
        }
    }

    private void Persist(RecoverableSession session)
    {
        try
        {
            Namespace.Adapter.PersistSession(this, session);
        }
        catch (Exception exception)
        {
            Namespace.Server.Report(exception, "adapter", this, eventName: null);
        }
    }

    private void Forget()
    {
        if (Pid is not null)
        {
            Namespace.LiveSessions!.Remove(this);
        }
    }
}
