using SocketIO.Adapters;

namespace SocketIO.Server;

/// <content>From the request to join to the end.</content>
public sealed partial class ServerSocket
{
    // A client that leaves does not wait for ever behind a handler that does not end: its last events are handled after its departure then.
    private static readonly TimeSpan s_departureGrace = TimeSpan.FromSeconds(1);

    // Guards the phase and the inbound queue. Never held while user code runs.
    private readonly Lock _gate = new();
    private volatile SocketPhase _phase = SocketPhase.Joining;
    private bool _admitting;
    private volatile bool _connected;
    private CancellationTokenSource? _disconnect;
    private string? _reason;

    /// <summary>Gets a value indicating whether the socket has gone, or was never let in.</summary>
    internal bool IsDisconnected => _phase is SocketPhase.Disconnected;

    /// <summary>
    /// Disconnects the client from this namespace.
    /// </summary>
    /// <param name="close">Whether to disconnect it from all other namespaces and to close the connection, too.</param>
    /// <returns>A task that completes when the client's farewell is on its way.</returns>
    /// <remarks>
    /// The reason is <c>server namespace disconnect</c>, after which the JavaScript client does not reconnect by itself. Events that wait for
    /// their handlers are dropped. Does nothing for a socket that is not connected.
    /// </remarks>
    public ValueTask DisconnectAsync(bool close = false)
    {
        if (!_connected)
        {
            return default;
        }

        return close ? Connection.DisconnectAllAsync() : DisconnectHereAsync();
    }

    void ILocalSocket.Disconnect(bool close) => _ = DisconnectAsync(close);

    internal ValueTask DisconnectHereAsync()
    {
        if (!TryBeginDisconnecting(dropQueued: true))
        {
            return default;
        }

        var sent = Connection.SendDisconnect(Namespace);
        FinishDisconnecting(DisconnectReasons.ServerNamespaceDisconnect, description: null);
        return sent;
    }

    /// <summary>Lets the socket into its namespace once the middlewares have agreed.</summary>
    /// <returns><see langword="false"/> when the client has gone meanwhile, or was let in already.</returns>
    internal bool TryConnect()
    {
        lock (_gate)
        {
            if (_phase is not SocketPhase.Joining || _admitting)
            {
                return false;
            }

            _admitting = true;
        }

        // The client is told before anybody can send it an event, and it is in its own room before it can ask for one.
        _ = Namespace.Adapter.JoinAsync(this, [Id]);
        Connection.SendConnect(this);

        lock (_gate)
        {
            if (_phase is not SocketPhase.Joining)
            {
                return false;
            }

            _phase = SocketPhase.Connected;
            Namespace.Table.Admit(this);
            _connected = true;
        }

        Connection.OnJoined();
        return true;
    }

    /// <summary>Ends the socket because a middleware has refused it.</summary>
    internal bool TryRefuse()
    {
        lock (_gate)
        {
            if (_phase is not SocketPhase.Joining || _admitting)
            {
                return false;
            }

            _phase = SocketPhase.Disconnected;
        }

        Abandon();
        return true;
    }

    /// <summary>Ends the socket because its connection has.</summary>
    internal void OnConnectionClosed(string reason, string? description)
    {
        if (TryAbandonJoining())
        {
            // Nobody was told that it came, so nobody is told that it goes.
            _reason = reason;
            Abandon();
            Namespace.OnSocketLeft();
        }
        else if (TryBeginDisconnecting(dropQueued: false))
        {
            FinishDisconnecting(reason, description);
        }
    }

    /// <summary>The client leaves the namespace: after the events that it sent before.</summary>
    internal void OnClientLeaves()
    {
        if (!TryQueueDeparture(out var isJoining))
        {
            Depart();
        }
        else if (!isJoining)
        {
            // The namespace is free for the client to join again, and the end of the connection, which tends to follow, is not what ends this socket.
            Connection.Detach(this, isKicked: false);
        }
    }

    internal void RunConnectionHandlers()
    {
        var running = Namespace.ConnectionHandlers.RunAsync(this, "connection handler");

        if (running.IsCompletedSuccessfully)
        {
            SetReady();
        }
        else
        {
            _ = SetReadyAfterAsync(running);
        }
    }

    /// <summary>Tells the socket's error handlers.</summary>
    /// <returns><see langword="false"/> when there are none.</returns>
    internal bool RaiseError(Exception exception)
    {
        var handlers = _listeners?.Errors ?? [];

        foreach (var handler in handlers)
        {
            try
            {
                handler(exception);
            }
            catch (Exception thrown)
            {
                Namespace.Server.Report(thrown, "error handler", this, eventName: null);
            }
        }

        return handlers.Length > 0;
    }

    private bool TryQueueDeparture(out bool isJoining)
    {
        lock (_gate)
        {
            isJoining = _phase is SocketPhase.Joining;

            if (!isJoining && _inbound is not { Count: > 0 })
            {
                return false;
            }

            Inbound.Enqueue(QueuedEvent.Departure);
            Inbound.Timer?.Dispose();
            Inbound.Timer = Namespace.Server.Time.CreateTimer(
                static socket => ((ServerSocket)socket!).Depart(), this, s_departureGrace, System.Threading.Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    private void Depart()
    {
        if (TryBeginDisconnecting(dropQueued: false))
        {
            FinishDisconnecting(DisconnectReasons.ClientNamespaceDisconnect, description: null);
        }
    }

    private bool TryAbandonJoining()
    {
        TaskCompletionSource? waiting;

        lock (_gate)
        {
            if (_phase is not SocketPhase.Joining)
            {
                return false;
            }

            _phase = SocketPhase.Disconnected;
            waiting = _inbound?.Clear();
        }

        waiting?.TrySetResult();
        return true;
    }

    private bool TryBeginDisconnecting(bool dropQueued)
    {
        TaskCompletionSource? waiting = null;

        lock (_gate)
        {
            if (_phase is not SocketPhase.Connected)
            {
                return false;
            }

            _phase = SocketPhase.Disconnecting;

            if (dropQueued)
            {
                waiting = _inbound?.Clear();
            }
        }

        waiting?.TrySetResult();
        return true;
    }

    // disconnecting (still connected, still in the rooms) - rooms left - out of the namespace - not connected - disconnect
    private void FinishDisconnecting(string reason, string? description)
    {
        Observe(Namespace.DisconnectingHandlers.RunAsync(this, "disconnecting handler", reason, description));
        Observe(_listeners?.Disconnecting.RunAsync(this, "disconnecting handler", reason, description) ?? default);

        _reason = reason;
        Namespace.Adapter.Remove(this);
        Namespace.Table.Remove(this);
        _connected = false;

        lock (_gate)
        {
            _phase = SocketPhase.Disconnected;
            _inbound?.Timer?.Dispose();
        }

        Connection.Detach(this, isKicked: reason is DisconnectReasons.ServerNamespaceDisconnect);
        CancelWhatWaits(reason);
        Namespace.NoteDisconnected(this, reason);

        Observe(Namespace.DisconnectHandlers.RunAsync(this, "disconnect handler", reason, description));
        Observe(_listeners?.Disconnect.RunAsync(this, "disconnect handler", reason, description) ?? default);
        Namespace.OnSocketLeft();

        // What was accepted before is handled all the same.
        Pump();
    }

    private void CancelWhatWaits(string reason)
    {
        foreach (var waiter in _acks?.Close() ?? [])
        {
            waiter.OnDisconnected(reason);
        }

        try
        {
            _disconnect?.Cancel();
        }
        catch (Exception exception)
        {
            Namespace.Server.Report(exception, "cancellation callback", this, eventName: null);
        }
    }

    /// <summary>Frees what a socket holds that never connected.</summary>
    private void Abandon()
    {
        Namespace.Adapter.Remove(this);
        Namespace.Table.TurnAway();
        _reason ??= DisconnectReasons.ServerNamespaceDisconnect;
        CancelWhatWaits(_reason);
    }

    private async Task SetReadyAfterAsync(ValueTask running)
    {
        // Never fails: the handlers' exceptions were reported.
        await running;
        SetReady();
    }

    // Errors were reported by the handlers' own guard: nothing is left to wait for.
    private static void Observe(ValueTask reported) => _ = reported;
}
