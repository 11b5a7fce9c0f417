using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>
/// The heartbeat. In Engine.IO 4 the server pings, and its silence means the end; in Engine.IO 3 the client does.
/// </content>
internal sealed partial class EngineClient
{
    // Of a server that pings more often than this, every other ping goes unanswered: it asks for work, not for a heartbeat.
    private static readonly TimeSpan MinPongInterval = TimeSpan.FromMilliseconds(100);

    private ITimer? _heartbeat;
    private long _lastSign;
    private DateTimeOffset _lastSignAt;
    private long? _lastPong;
    private bool _isAwaitingPong;

    /// <summary>Says whether the heartbeat is overdue, whether or not its timer has run: timers stand still while a machine sleeps.</summary>
    /// <remarks>If it is, the engine closes a moment later.</remarks>
    public bool HasExpiredLocked()
    {
        if (State is not EngineState.Open || Version == Version3 || !IsOverdue())
        {
            return false;
        }

        _ = Track(Task.Run(OnHeartbeatTimer));
        return true;
    }

    private void StartHeartbeatLocked(ServerHandshake handshake)
    {
        var due = Version == Version3 ? handshake.PingInterval : Patience(handshake);
        _heartbeat = _settings.Time.CreateTimer(static engine => ((EngineClient)engine!).OnHeartbeatTimer(), this, due, Timeout.InfiniteTimeSpan);
        NoteSignLocked();
    }

    private void StopHeartbeatLocked()
    {
        _heartbeat?.Dispose();
        _heartbeat = null;
    }

    private void OnPingLocked()
    {
        if (Version == Version3)
        {
            return;
        }

        _heartbeat?.Change(Patience(Handshake!), Timeout.InfiniteTimeSpan);
        NoteSignLocked();
        _listener.OnEngineEventLocked(this, EngineEvent.Ping, null);

        var least = TimeSpan.FromTicks(Math.Min(MinPongInterval.Ticks, Handshake!.PingInterval.Ticks / 2));

        if (_lastPong is not { } last || _settings.Time.GetElapsedTime(last) >= least)
        {
            _lastPong = _settings.Time.GetTimestamp();
            SendLocked(EncodedPacket.Pong);
        }
    }

    private void OnPongLocked()
    {
        if (Version == Version3 && _isAwaitingPong)
        {
            _isAwaitingPong = false;
            _heartbeat?.Change(Handshake!.PingInterval, Timeout.InfiniteTimeSpan);
            _listener.OnEngineEventLocked(this, EngineEvent.Ping, null);
        }
    }

    private void OnHeartbeatTimer()
    {
        lock (Gate)
        {
            if (State is EngineState.Closed || _heartbeat is null)
            {
                return;
            }

            if (Version == Version3 && !_isAwaitingPong)
            {
                _isAwaitingPong = true;
                _heartbeat.Change(Handshake!.PingTimeout, Timeout.InfiniteTimeSpan);
                SendLocked(EncodedPacket.Ping);
                return;
            }

            EndLocked(ClientDisconnectReasons.PingTimeout, null, gracefully: true);
        }
    }

    private void NoteSignLocked()
    {
        _lastSign = _settings.Time.GetTimestamp();
        _lastSignAt = _settings.Time.GetUtcNow();
    }

    // A clock that counts while the machine sleeps, and one that nobody can set: the later one is right.
    private bool IsOverdue()
    {
        var limit = Patience(Handshake!);
        return _settings.Time.GetElapsedTime(_lastSign) > limit || _settings.Time.GetUtcNow() - _lastSignAt > limit;
    }

    private static TimeSpan Patience(ServerHandshake handshake) => handshake.PingInterval + handshake.PingTimeout;
}
