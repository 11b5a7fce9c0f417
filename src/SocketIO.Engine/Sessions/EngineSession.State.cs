using System.Diagnostics;

namespace SocketIO.Engine;

public sealed partial class EngineSession
{
    private int _closeNotified;
    private volatile bool _isOver;

    // The whole life of a session; a dot is a pair that changes nothing. Such a pair is not a bug: transports race, and
    // a probe that arrives after a close is simply late. An upgrade may be confirmed while the session is closing: what is left to send then goes over the new
    // transport.
    //
    //                      Open         Upgrading    Closing      Closed
    //   CandidateAttached  Upgrading    .            .            .
    //   UpgradeConfirmed   .            Open         Closing      .
    //   UpgradeAbandoned   .            Open         .            .
    //   CloseRequested     Closing      Closing      .            .
    //   Ended              Closed       Closed       Closed       .
    internal static SessionState? Next(SessionState state, SessionEvent happened) => (state, happened) switch
    {
        (SessionState.Open, SessionEvent.CandidateAttached) => SessionState.Upgrading,
        (SessionState.Upgrading, SessionEvent.UpgradeConfirmed or SessionEvent.UpgradeAbandoned) => SessionState.Open,
        (SessionState.Closing, SessionEvent.UpgradeConfirmed) => SessionState.Closing,
        (SessionState.Open or SessionState.Upgrading, SessionEvent.CloseRequested) => SessionState.Closing,
        (not SessionState.Closed, SessionEvent.Ended) => SessionState.Closed,
        _ => null,
    };

    /// <summary>
    /// Closes the session. The peer sees an orderly close; the reason is <see cref="CloseReason.ForcedClose"/>.
    /// </summary>
    /// <param name="discard">
    /// Whether to drop what still waits to be sent. Otherwise it goes out first, and on polling the session ends when the
    /// peer has fetched it, or after <see cref="EngineOptions.PollingCloseTimeout"/>.
    /// </param>
    public void Close(bool discard = false)
    {
        lock (_gate)
        {
            if (!TryApplyLocked(SessionEvent.CloseRequested) && !(discard && _state is SessionState.Closing))
            {
                return;
            }

            // An upgrade under way goes on: which transport fetches what is left, and the close, is the peer's decision. It may have left polling already, and
            // would never hear the rest if its WebSocket were closed now.
            if (discard)
            {
                AbandonCandidateLocked();
                _queue.Clear();
            }

            _transport.Flush(_queue);

            if (!TryFinishClosingLocked(discard))
            {
                _closeDue = Now + _server.Wheel.ToTimestamp(_options.PollingCloseTimeout);
                ScheduleLocked(_closeDue);
                return;
            }
        }

        NotifyClosed();
    }

    /// <summary>Ends the session because of what its transport saw or the peer did.</summary>
    internal void End(CloseReason reason, string? description)
    {
        lock (_gate)
        {
            if (!EndLocked(reason, description))
            {
                return;
            }
        }

        NotifyClosed();
    }

    /// <summary>Ends the session because of what befell one of its transports, unless it has left that one.</summary>
    internal void End(ITransport transport, CloseReason reason, string? description)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(transport, _transport) || !EndLocked(reason, description))
            {
                return;
            }
        }

        NotifyClosed();
    }

    /// <summary>Applies an event. The only place that writes the state.</summary>
    private bool TryApplyLocked(SessionEvent happened)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);

        if (Next(_state, happened) is not { } next)
        {
            return false;
        }

        _state = next;
        return true;
    }

    private bool EndLocked(CloseReason reason, string? description)
    {
        if (!TryApplyLocked(SessionEvent.Ended))
        {
            return false;
        }

        _closeReason = reason;
        _closeDescription = description;
        AbandonCandidateLocked();
        _queue.Clear();
        _transport.End(reason);
        return true;
    }

    /// <summary>In Closing: ends the session if nothing is left to send and the transport could say goodbye.</summary>
    private bool TryFinishClosingLocked(bool discard = false)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);

        if (_state is not SessionState.Closing || (!discard && (!_queue.IsEmpty || _transport.IsFlushing)))
        {
            return false;
        }

        return (_transport.TryClose() || discard) && EndLocked(CloseReason.ForcedClose, null);
    }

    /// <summary>Tells everybody who must know that the session has ended. Called outside the lock; acts once.</summary>
    private void NotifyClosed()
    {
        // The application is told after it has been given the session: see Open.
        if (_connection is null || Interlocked.Exchange(ref _closeNotified, 1) != 0)
        {
            return;
        }

        _server.Wheel.Remove(_wheelEntry);
        _server.Remove(this);
        Log.Ended(_logger, LogId, _closeReason.ToProtocolText(), _closeDescription);
        CompleteDrainWaiters();

        try
        {
            _connection.OnClosed(_closeReason, _closeDescription);
        }
        catch (Exception exception)
        {
            Log.ApplicationFailed(_logger, LogId, exception);
        }

        // In this order, and seen in it: who makes the task at the same moment either is seen here or sees the end.
        _isOver = true;
        Interlocked.MemoryBarrier();
        _closed?.TrySetResult();
    }
}
