using Microsoft.Extensions.Logging;

namespace SocketIO.Client;

/// <content>
/// Opening and reconnecting.
/// </content>
//  Closed --a socket connects, or it is time to try again--> Opening --handshake--> Open
//  Opening --failure, time-out--> Closed, and then the next attempt after a while, unless there are none left
//  Open --lost--> Closed, and then the next attempt
//  Opening, Open --no socket wants it any more--> Closed
public sealed partial class ClientConnection
{
    private readonly Backoff _backoff;
    private bool _reconnects;
    private int _maxAttempts;
    private TimeSpan _timeout;
    private ITimer? _openTimer;
    private ITimer? _reconnectTimer;

    // An attempt to reconnect is planned or under way.
    private bool _isReconnecting;

    // Nobody wants a connection any more; also while one is being opened.
    private bool _skipReconnect;

    // The attempt under way is one to reconnect.
    private bool _isReconnectAttempt;

    private static double NextRandom() => Random.Shared.NextDouble();

    /// <summary>Opens the connection, unless that is going to happen anyway.</summary>
    internal void OpenUnlessPlannedLocked()
    {
        if (!_isReconnecting)
        {
            OpenLocked(isReconnectAttempt: false);
        }
    }

    /// <summary>A socket does not want the connection any more; the last one closes it.</summary>
    internal void ReleaseLocked()
    {
        if (!_sockets.Values.Any(static socket => socket.IsSubscribed))
        {
            CloseForGoodLocked();
        }
    }

    private void OpenLocked(bool isReconnectAttempt)
    {
        if (State is not ConnectionState.Closed)
        {
            return;
        }

        State = ConnectionState.Opening;
        _skipReconnect = false;
        _isReconnectAttempt = isReconnectAttempt;
        _engine = new EngineClient(_settings, this, Gate, _knownVersion ?? (Options.Protocol is ClientProtocol.Version4 ? EngineClient.Version3 : EngineClient.Version4));

        if (_timeout != System.Threading.Timeout.InfiniteTimeSpan)
        {
            var engine = _engine;
            _openTimer = Time.CreateTimer(_ => OnOpenTimeout(engine), null, _timeout, System.Threading.Timeout.InfiniteTimeSpan);
        }

        _engine.OpenLocked();
    }

    private void OnOpenTimeout(EngineClient engine)
    {
        lock (Gate)
        {
            if (engine == _engine && State is ConnectionState.Opening)
            {
                OnOpenFailedLocked(new TransportException("timeout"));
                engine.CloseLocked();
            }
        }
    }

    private void OnOpenFailedLocked(Exception error)
    {
        StopOpenTimerLocked();
        State = ConnectionState.Closed;

        // The server may be another by now.
        _knownVersion = null;
        RaiseErrorLocked(error);

        if (_isReconnectAttempt)
        {
            _isReconnecting = false;
            PlanReconnectLocked();
            ReconnectError.Raise(Callbacks, error);
        }
        else if (!_isReconnecting && _reconnects && _backoff.Attempts == 0)
        {
            PlanReconnectLocked();
        }

        FailWaitersUnlessReconnectingLocked(error);
    }

    private void OnLostLocked(string reason, DisconnectDetails? details)
    {
        StopOpenTimerLocked();

        if (State is ConnectionState.Open)
        {
            ClientMetrics.ConnectionClosed(reason);
        }

        State = ConnectionState.Closed;
        _backoff.Reset();
        _engine?.CloseLocked();
        _drained?.TrySetResult();
        _drained = null;
        Closed.Raise(Callbacks, (reason, details));

        foreach (var socket in _sockets.Values)
        {
            if (socket.IsSubscribed)
            {
                socket.OnConnectionClosedLocked(reason, details);
            }
        }

        if (_reconnects && !_skipReconnect)
        {
            PlanReconnectLocked();
        }

        FailWaitersUnlessReconnectingLocked(details?.Error);
    }

    private void PlanReconnectLocked()
    {
        if (_isReconnecting || _skipReconnect)
        {
            return;
        }

        if (_backoff.Attempts >= _maxAttempts)
        {
            _backoff.Reset();
            ReconnectFailed.Raise(Callbacks, default);
            return;
        }

        var delay = _backoff.Next();
        _isReconnecting = true;
        Log.Reconnecting(_logger, Url, delay, _backoff.Attempts);
        _reconnectTimer?.Dispose();
        ITimer? timer = null;
        timer = _reconnectTimer = Time.CreateTimer(_ => _ = ReconnectAsync(timer), null, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
        timer.Change(delay, System.Threading.Timeout.InfiniteTimeSpan);
    }

    // Handlers hear of the attempt before it is made, so that they can change what it is made with, or call it off.
    private async Task ReconnectAsync(ITimer? timer)
    {
        lock (Gate)
        {
            if (timer != _reconnectTimer || !_isReconnecting || _skipReconnect)
            {
                return;
            }

            ReconnectAttempt.Raise(Callbacks, _backoff.Attempts);
        }

        if (!ReconnectAttempt.IsEmpty)
        {
            await Callbacks.WhenToldAsync().ConfigureAwait(false);
        }

        lock (Gate)
        {
            if (timer == _reconnectTimer && _isReconnecting && !_skipReconnect)
            {
                OpenLocked(isReconnectAttempt: true);
            }
        }
    }

    private void StopReconnectingLocked()
    {
        _skipReconnect = true;
        _isReconnecting = false;
        _reconnectTimer?.Dispose();
        _reconnectTimer = null;
    }

    // An attempt that is under way may still succeed. Otherwise this is the end for whoever waits.
    private void CallOffReconnectLocked()
    {
        StopReconnectingLocked();
        _backoff.Reset();

        if (State is ConnectionState.Closed)
        {
            FailWaitersUnlessReconnectingLocked(null);
        }
    }

    private void CloseForGoodLocked()
    {
        StopReconnectingLocked();
        OnLostLocked(ClientDisconnectReasons.ForcedClose, null);
    }

    private void StopOpenTimerLocked()
    {
        _openTimer?.Dispose();
        _openTimer = null;
    }

    // Whoever awaits ConnectAsync learns of an attempt that is the last.
    private void FailWaitersUnlessReconnectingLocked(Exception? error)
    {
        if (!_isReconnecting)
        {
            foreach (var socket in _sockets.Values)
            {
                socket.FailConnectLocked(error);
            }
        }
    }

    private void RaiseErrorLocked(Exception error)
    {
        var explained = ConnectionAdvice.Explain(error, this);
        ClientMetrics.ConnectFailed(error);
        Log.ConnectFailed(_logger, Url, error.Message, explained.Advice);
        Error.Raise(Callbacks, error);

        foreach (var socket in _sockets.Values)
        {
            if (socket.IsSubscribed)
            {
                socket.OnConnectionErrorLocked(explained);
            }
        }
    }
}
