using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>
/// Connecting and disconnecting.
/// </content>
//  idle --Connect()--> waiting --CONNECT of the server--> connected
//  waiting, connected --connection lost--> waiting
//  waiting --refused by the server--> idle
//  waiting, connected --Disconnect(), DISCONNECT of the server--> idle
public partial class ClientSocket
{
    private const string OldServer =
        "It seems you are trying to reach a Socket.IO server in v2.x with a v3.x client, but they are not compatible (more information here: https://socket.io/docs/v3/migrating-from-2-x-to-3-0/)";

    private readonly List<TaskCompletionSource> _connecting = [];
    private bool _isSubscribed;
    private bool _isDisposed;
    private ConnectErrorException? _lastError;

    /// <summary>Gets a value indicating whether the socket wants a connection.</summary>
    internal bool IsSubscribed => _isSubscribed;

    /// <summary>Connects, and reconnects from then on when the connection is lost. Does nothing when the socket is connected.</summary>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public void Connect()
    {
        lock (Gate)
        {
            ConnectLocked();
        }
    }

    /// <summary>Connects and waits until that has succeeded.</summary>
    /// <param name="cancellationToken">Ends the wait; the socket goes on trying.</param>
    /// <returns>A task that completes when the socket is connected. As long as attempts are made it does not fail.</returns>
    /// <exception cref="ConnectErrorException">The server refused the socket, or the last attempt has failed: see <see cref="SocketIOClientOptions.Reconnection"/>.</exception>
    /// <exception cref="SocketDisconnectedException">The socket was disconnected meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. Its <see cref="Exception.InnerException"/> is the error of the latest attempt, if there was one.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        lock (Gate)
        {
            if (_connected)
            {
                return;
            }

            ThrowIfDisposedLocked();
            _lastError = null;
            _connecting.Add(waiter);
            ConnectLocked();
        }

        using (cancellationToken.Register(() => Cancel(waiter, cancellationToken)))
        {
            await waiter.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Disconnects. The last socket of a connection closes it. Nothing is tried again until <see cref="Connect"/> is called.</summary>
    public void Disconnect()
    {
        lock (Gate)
        {
            var wasConnected = _connected;

            if (wasConnected)
            {
                WriteControlLocked(PacketType.Disconnect, null);

                if (Namespace is "/")
                {
                    Connection.NoteMainLocked(PacketType.Disconnect);
                }
            }

            UnsubscribeLocked(new SocketDisconnectedException(ClientDisconnectReasons.ClientDisconnect));

            if (wasConnected)
            {
                OnConnectionClosedLocked(ClientDisconnectReasons.ClientDisconnect, null);
            }
        }
    }

    /// <summary>Ends for good: nobody waits any longer, and nothing begins again.</summary>
    internal void End()
    {
        lock (Gate)
        {
            Disconnect();
            _isDisposed = true;
            FailAllLocked(new SocketDisconnectedException(ClientDisconnectReasons.ClientDisconnect));
        }
    }

    /// <summary>The connection is open: asks to be let into the namespace.</summary>
    internal void OnConnectionOpenLocked()
    {
        if (Auth is { } auth)
        {
            _ = SendConnectAsync(auth);
        }
        else
        {
            SendConnectLocked(AuthPayload);
        }
    }

    /// <summary>The connection is gone, or the socket's part of it.</summary>
    internal void OnConnectionClosedLocked(string reason, DisconnectDetails? details)
    {
        BeginRoundLocked();
        _connected = false;
        _id = null;
        Disconnected.Raise(Callbacks, (reason, details));
        FailAcksLocked(reason);
    }

    /// <summary>The connection could not be opened, or failed.</summary>
    internal void OnConnectionErrorLocked(ConnectErrorException error)
    {
        if (!_connected)
        {
            RaiseConnectErrorLocked(error);
        }
    }

    /// <summary>No further attempt is made.</summary>
    internal void FailConnectLocked(Exception? error)
        => CompleteConnectLocked(_lastError ?? (Exception?)(error is null ? null : new ConnectErrorException(error.Message, "", error)) ?? new SocketDisconnectedException(ClientDisconnectReasons.ForcedClose));

    /// <summary>The server has refused the socket.</summary>
    internal void OnRefusedLocked(string message, EventArgument? details)
    {
        if (_connected)
        {
            Log.RefusedTooLate(Connection.Logger, Namespace, message);
            return;
        }

        var advice = message is "Invalid namespace"
            ? $"The server has no namespace {Namespace}. (The path of the URL is the namespace; the path of requests is the option Path.)"
            : "The server refused it: change what it asks for, for example AuthPayload, and call Connect.";
        var error = new ConnectErrorException(message, advice) { IsRefusal = true, Details = details };
        Log.Refused(Connection.Logger, Namespace, message, advice);
        FailForGoodLocked(error);
    }

    // It would end the same way each time.
    private void FailForGoodLocked(ConnectErrorException error)
    {
        UnsubscribeLocked(error);
        RaiseConnectErrorLocked(error);
    }

    private void ThrowIfDisposedLocked()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(SocketIOClient));
        }
    }

    private void ConnectLocked()
    {
        ThrowIfDisposedLocked();

        if (_connected)
        {
            return;
        }

        var wasSubscribed = _isSubscribed;
        _isSubscribed = true;

        if (Connection.State is ConnectionState.Open)
        {
            // Whoever calls Connect while the answer is on its way has asked already.
            if (!wasSubscribed)
            {
                OnConnectionOpenLocked();
            }
        }
        else
        {
            Connection.OpenUnlessPlannedLocked();
        }
    }

    // Events that came before the answer to CONNECT are sent again by the server that answers the next one.
    private void BeginRoundLocked()
    {
        _connectRound++;
        _received.Clear();
    }

    private void UnsubscribeLocked(Exception reason)
    {
        // Whoever waits is told of this, not of the end of the connection that it may cause.
        TaskCompletionSource[] waiting = [.. _connecting];
        _connecting.Clear();

        if (_isSubscribed)
        {
            BeginRoundLocked();
            _isSubscribed = false;
            Connection.ReleaseLocked();
        }

        Complete(waiting, reason);
    }

    private void OnConnectedLocked(string id, string? pid)
    {
        _id = id;
        Recovered = pid is not null && pid == _pid;
        _pid = pid;
        _connected = true;
        _lastError = null;
        DeliverReceivedLocked();
        SendBufferedLocked();
        SendQueuedLocked(isReconnected: true);
        ConnectedEvent.Raise(Callbacks, default);
        CompleteConnectLocked(null);
    }

    private void RaiseConnectErrorLocked(ConnectErrorException error)
    {
        _lastError = error;
        ConnectError.Raise(Callbacks, error);
    }

    private void CompleteConnectLocked(Exception? error)
    {
        Complete(_connecting, error);
        _connecting.Clear();
    }

    private static void Complete(IEnumerable<TaskCompletionSource> waiting, Exception? error)
    {
        foreach (var waiter in waiting)
        {
            if (error is null)
            {
                waiter.TrySetResult();
            }
            else
            {
                waiter.TrySetException(error);
            }
        }
    }

    private void Cancel(TaskCompletionSource waiter, CancellationToken token)
    {
        lock (Gate)
        {
            _connecting.Remove(waiter);
            var message = _lastError is null ? "The socket did not connect in time." : $"The socket did not connect in time; the latest error: {_lastError.Message}. {_lastError.Advice}";
            waiter.TrySetException(new OperationCanceledException(message, _lastError, token));
        }
    }
}
