using System.Diagnostics;
using SocketIO.Protocol;

namespace SocketIO.Engine;

public sealed partial class EngineSession
{
    private long _pingDue = long.MaxValue;
    private long _pongDue = long.MaxValue;
    private long _writeDue = long.MaxValue;
    private long _closeDue = long.MaxValue;
    private bool _awaitingPong;
    private bool _pongExtended;
    private bool _pongJudged;

    private long Now => _server.Wheel.Now;

    // How long the client may leave the server without a sign of life: it answers, or in revision 3 of the protocol asks, within that time.
    private long PingTimeout => _server.Wheel.ToTimestamp(_isVersion3 ? _options.PingInterval + _options.PingTimeout : _options.PingTimeout);

    /// <summary>Looks at every deadline of the session. Called by the wheel when the earliest of them has come.</summary>
    internal void OnDeadline(long now)
    {
        var ended = false;
        var abandoned = false;

        lock (_gate)
        {
            if (_state is SessionState.Closed)
            {
                return;
            }

            if (now >= _writeDue)
            {
                ended = EndLocked(CloseReason.TransportError, "the client does not read");
            }
            else if (now >= _closeDue)
            {
                ended = EndLocked(CloseReason.ForcedClose, "the client did not fetch the close");
            }
            else if (now >= _pongDue && IsPongOverdueLocked(now))
            {
                ended = EndLocked(CloseReason.PingTimeout, null);
            }
            else
            {
                abandoned = now >= _upgradeDue;

                if (now >= _pingDue)
                {
                    PingLocked(now);
                }
            }

            if (!ended)
            {
                ScheduleLocked(long.MaxValue);
            }
        }

        if (abandoned)
        {
            AbandonUpgrade("the upgrade took longer than UpgradeTimeout");
        }

        if (ended)
        {
            NotifyClosed();
        }
    }

    private void StartHeartbeatLocked()
    {
        if (_isVersion3)
        {
            AwaitClientPingLocked();
            return;
        }

        _pingDue = Now + _server.Wheel.ToTimestamp(_options.PingInterval);
        ScheduleLocked(_pingDue);
    }

    private void PingLocked(long now)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        _pingDue = long.MaxValue;

        if (_state is SessionState.Closing)
        {
            return;
        }

        _awaitingPong = true;
        _pongExtended = false;
        _pongJudged = false;
        _pongDue = now + PingTimeout;
        EnqueueOrWriteLocked(EncodedPacket.Ping);
        _transport.Flush(_queue);
    }

    // The heartbeat of Engine.IO v3, in which the client asks, in terms of the other: a pong is always awaited, a ping stands for it, and nothing else puts the deadline off. A change of
    // transport starts the time again, as it does there, so a session that was upgraded is watched like any other.
    private void AwaitClientPingLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        _awaitingPong = true;
        _pongExtended = true;
        RestartPongDeadlineLocked();
        ScheduleLocked(_pongDue);
    }

    private void OnClientPing(ReadOnlySpan<byte> data)
    {
        // An answer costs the peer nothing but a byte: it gets so many of them in a second.
        if (!TryChargeControlPacket())
        {
            return;
        }

        lock (_gate)
        {
            if (_state is not (SessionState.Open or SessionState.Upgrading))
            {
                return;
            }

            RestartPongDeadlineLocked();
            EnqueueOrWriteLocked(data.SequenceEqual("probe"u8) ? EncodedPacket.ProbePong : EncodedPacket.Pong);
            FlushUnlessBatchingLocked();
        }

        Raise(static session => session._heartbeatHandlers?.Invoke(), this);
    }

    // Only the answer to a question counts, so a peer cannot keep itself alive by repeating pongs.
    private void OnPong()
    {
        if (TryTakePong())
        {
            Raise(static session => session._heartbeatHandlers?.Invoke(), this);
        }
        else
        {
            TryChargeControlPacket();
        }
    }

    private bool TryTakePong()
    {
        lock (_gate)
        {
            if (!_awaitingPong)
            {
                return false;
            }

            _awaitingPong = false;
            _pongDue = long.MaxValue;
            StartHeartbeatLocked();
            return true;
        }
    }

    /// <summary>
    /// The first other packet that arrives while a pong is awaited gives the peer one more timeout, as the reference
    /// does: it is busy sending, and the pong stands behind what it sends.
    /// </summary>
    private void ExtendPongDeadlineLocked(EnginePacketType type)
    {
        if (_awaitingPong && !_pongExtended && type is not EnginePacketType.Pong)
        {
            _pongExtended = true;
            RestartPongDeadlineLocked();
        }
    }

    private void RestartPongDeadlineLocked()
    {
        if (_awaitingPong)
        {
            _pongJudged = false;
            _pongDue = Now + PingTimeout;
        }
    }

    // Late rather than wrong. The pong may have arrived and wait behind what held this process up, so a deadline that
    // passed during a stall, or while the application holds the reader, starts again; and any other is judged one tick
    // after it was found overdue, when the reads that were queued before have run.
    private bool IsPongOverdueLocked(long now)
    {
        if (_readerWaits || _server.Wheel.LastStall > now - PingTimeout)
        {
            RestartPongDeadlineLocked();
            return false;
        }

        if (_pongJudged)
        {
            return true;
        }

        _pongJudged = true;
        return false;
    }

    /// <summary>Makes the wheel call back at the earliest deadline, or at <paramref name="due"/> if that is earlier.</summary>
    private void ScheduleLocked(long due)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        due = Math.Min(due, Math.Min(Math.Min(_pingDue, _pongDue), Math.Min(Math.Min(_writeDue, _closeDue), _upgradeDue)));

        if (due != long.MaxValue)
        {
            _server.Wheel.ScheduleAtLatest(_wheelEntry, due);
        }
    }
}
