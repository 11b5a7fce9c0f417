using System.Diagnostics;
using SocketIO.Adapters;

namespace SocketIO.Server;

/// <content>From the request to join to the end.</content>
public sealed partial class ServerSocket
{
    // Guards the phase, that the namespace's table agrees with it, and the inbox. Never held while user code runs.
    private readonly Lock _gate = new();
    private volatile SocketPhase _phase = SocketPhase.Joining;
    private int _decided;
    private volatile bool _connected;
    private CancellationTokenSource? _disconnect;
    private string? _reason;

    /// <summary>Gets a value indicating whether the socket has gone, or was never let in.</summary>
    internal bool IsDisconnected => _phase is SocketPhase.Disconnected;

    internal Lock Gate => _gate;

    // The whole life of a socket; a dot is a pair that changes nothing. Such a pair is not a bug: a client leaves while it is being disconnected, a
    // middleware agrees when the connection is gone.
    //
    //               Joining        Connected       Disconnecting   Disconnected
    //   Admitted    Connected      .               .               .
    //   Abandoned   Disconnected   .               .               .
    //   Ended       .              Disconnecting   .               .
    //   Left        .              .               Disconnected    .
    internal static SocketPhase? Next(SocketPhase phase, SocketStep step) => (phase, step) switch
    {
        (SocketPhase.Joining, SocketStep.Admitted) => SocketPhase.Connected,
        (SocketPhase.Joining, SocketStep.Abandoned) => SocketPhase.Disconnected,
        (SocketPhase.Connected, SocketStep.Ended) => SocketPhase.Disconnecting,
        (SocketPhase.Disconnecting, SocketStep.Left) => SocketPhase.Disconnected,
        _ => null,
    };

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
        if (!TryApply(SocketStep.Ended))
        {
            return default;
        }

        Inbox.Close(drop: true);
        var sent = Connection.SendDisconnect(this);
        Finish(DisconnectReasons.ServerNamespaceDisconnect, description: null);
        return sent;
    }

    bool ILocalSocket.Connect()
    {
        if (Pid is not null && !Recovered)
        {
            Namespace.LiveSessions!.Add(this);
        }

        // The client is told before anybody can send it an event, and it is in its own room before it can ask for one.
        _ = Namespace.Adapter.JoinAsync(this, [Id]);
        Connection.SendConnect(this);

        lock (_gate)
        {
            if (TryApplyLocked(SocketStep.Admitted))
            {
                Namespace.Table.Admit(this);
                _connected = true;
                Restored = null;
            }
        }

        if (!_connected)
        {
            Forget();
            return false;
        }

        Connection.OnJoined();
        return true;
    }

    /// <summary>Ends the socket because a middleware has refused it.</summary>
    internal bool TryRefuse() => TryTakeDecision() && TryAbandon(reason: null);

    /// <summary>Ends the socket because its connection has.</summary>
    internal void OnConnectionClosed(string reason, string? description)
    {
        if (TryAbandon(reason))
        {
            // Nobody was told that it came, so nobody is told that it goes.
            Namespace.OnSocketLeft();
        }
        else if (TryApply(SocketStep.Ended))
        {
            Inbox.Close(drop: false);
            Finish(reason, description);
        }
    }

    /// <summary>The client leaves the namespace: after the events that it sent before.</summary>
    internal void OnClientLeaves()
    {
        if (!Inbox.TryQueueDeparture())
        {
            Depart();
        }
        else if (_connected)
        {
            // The namespace is free for the client to join again, and the end of the connection, which tends to follow, is not what ends this socket.
            Connection.Detach(this, isKicked: false);
        }
    }

    /// <summary>The client's departure has its turn.</summary>
    internal void Depart()
    {
        if (TryApply(SocketStep.Ended))
        {
            Inbox.Close(drop: false);
            Finish(DisconnectReasons.ClientNamespaceDisconnect, description: null);
        }
    }

    /// <summary>Runs the connection handlers, and then lets events in: those without a handler once the connection handlers have completed.</summary>
    internal void RunConnectionHandlers()
    {
        var running = Namespace.ConnectionHandlers.RunAsync(this, "connection handler");

        if (running.IsCompletedSuccessfully)
        {
            Inbox.SetReady();
        }
        else
        {
            _ = SetReadyAfterAsync(running);
        }

        Inbox.Open();
    }

    // The middlewares decide once, whatever they call and throw afterwards.
    internal bool TryTakeDecision() => Interlocked.Exchange(ref _decided, 1) == 0;

    private bool TryApply(SocketStep step)
    {
        lock (_gate)
        {
            return TryApplyLocked(step);
        }
    }

    /// <summary>Applies a step. The only place that writes the phase.</summary>
    /// <returns><see langword="false"/> when it came too late to matter.</returns>
    private bool TryApplyLocked(SocketStep step)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);

        if (Next(_phase, step) is not { } next)
        {
            return false;
        }

        _phase = next;
        return true;
    }

    /// <summary>Ends a socket that never connected, and frees what it holds.</summary>
    private bool TryAbandon(string? reason)
    {
        if (!TryApply(SocketStep.Abandoned))
        {
            return false;
        }

        _reason = reason;
        PutBack();
        Namespace.Adapter.Remove(this);
        Namespace.Table.TurnAway();
        CancelWhatWaits(reason);

        // What a refused client has sent is still looked at: it closes the connection.
        Inbox.Close(drop: reason is not null);
        return true;
    }

    // disconnecting (still connected, still in the rooms) - rooms left - out of the namespace - not connected - disconnect
    private void Finish(string reason, string? description)
    {
        Observe(Namespace.DisconnectingHandlers.RunAsync(this, "disconnecting handler", reason, description));
        Observe(_listeners?.Disconnecting.RunAsync(this, "disconnecting handler", reason, description) ?? default);

        _reason = reason;
        Persist(reason);
        Namespace.Adapter.Remove(this);
        Namespace.Table.Remove(this);
        _connected = false;

        TryApply(SocketStep.Left);
        Connection.Detach(this, isKicked: reason is DisconnectReasons.ServerNamespaceDisconnect);
        CancelWhatWaits(reason);
        Namespace.NoteDisconnected(this, reason);

        Observe(Namespace.DisconnectHandlers.RunAsync(this, "disconnect handler", reason, description));
        Observe(_listeners?.Disconnect.RunAsync(this, "disconnect handler", reason, description) ?? default);
        Namespace.OnSocketLeft();

        // What was accepted before is handled all the same.
        Inbox.Open();
    }

    private void CancelWhatWaits(string? reason)
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

    private async Task SetReadyAfterAsync(ValueTask running)
    {
        // Never fails: the handlers' exceptions were reported.
        await running;
        Inbox.SetReady();
    }

    // Errors were reported by the handlers' own guard: nothing is left to wait for.
    private static void Observe(ValueTask reported) => _ = reported;
}
