using System.Diagnostics;
using SocketIO.Protocol;

namespace SocketIO.Engine;

public sealed partial class EngineSession
{
    private WebSocketTransport? _candidate;
    private bool _probed;
    private long _upgradeDue = long.MaxValue;
    private Action<TransportKind>? _upgradedHandlers;

    /// <summary>Gets a value indicating whether an upgrade probe was answered, after which the peer should stop polling.</summary>
    internal bool IsProbed => Volatile.Read(ref _probed);

    /// <summary>Reserves the session for a WebSocket that wants to take it over.</summary>
    /// <returns><see langword="false"/> when the session is being upgraded already, or ending.</returns>
    internal bool TryAttachCandidate(WebSocketTransport candidate)
    {
        lock (_gate)
        {
            if (_transport.Kind is not TransportKind.Polling || !TryApplyLocked(SessionEvent.CandidateAttached))
            {
                return false;
            }

            _candidate = candidate;
            _probed = false;
            _upgradeDue = Now + _server.Wheel.ToTimestamp(_options.UpgradeTimeout);
            ScheduleLocked(_upgradeDue);
            return true;
        }
    }

    /// <summary>Takes a packet of a WebSocket that does not carry the session yet.</summary>
    internal ValueTask ReceiveFromCandidateAsync(WebSocketTransport candidate, EnginePacketType type, ReadOnlySpan<byte> data)
    {
        switch (type)
        {
            case EnginePacketType.Ping when data.SequenceEqual("probe"u8) && TryAnswerProbe(candidate):
                return default;

            // Without a probe too: a published .NET client upgrades like that.
            case EnginePacketType.Upgrade:
                return ConfirmUpgradeAsync(candidate);

            default:
                AbandonUpgrade("the first packet was neither a probe nor an upgrade", candidate);
                return default;
        }
    }

    /// <summary>Goes on without the WebSocket that was being tried.</summary>
    internal void AbandonUpgrade(string why, WebSocketTransport? candidate = null)
    {
        lock (_gate)
        {
            if (_candidate is null || (candidate is not null && !ReferenceEquals(candidate, _candidate)))
            {
                return;
            }

            AbandonCandidateLocked();
        }

        Log.UpgradeAbandoned(_logger, LogId, why);
    }

    private bool TryAnswerProbe(WebSocketTransport candidate)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(candidate, _candidate) || _probed)
            {
                return false;
            }

            _probed = true;
            candidate.SendDirectly(EncodedPacket.ProbePong);

            // The peer stops polling when its outstanding poll returns.
            (_transport as PollingTransport)?.ReleasePoll();
            return true;
        }
    }

    private async ValueTask ConfirmUpgradeAsync(WebSocketTransport candidate)
    {
        lock (_gate)
        {
            if (ReferenceEquals(candidate, _candidate))
            {
                // The peer has made up its mind, and has left polling behind. It is us who make it wait now.
                _upgradeDue = long.MaxValue;
            }
        }

        // What the peer posted before it confirmed comes first, and is not lost.
        if (Polling is { } polling)
        {
            await polling.PostFinishedAsync();
        }

        PollingTransport old;
        Action<TransportKind>? handlers;
        bool ended;

        lock (_gate)
        {
            if (!ReferenceEquals(candidate, _candidate) || !TryApplyLocked(SessionEvent.UpgradeConfirmed))
            {
                return;
            }

            old = (PollingTransport)_transport;
            _transport = candidate;
            _candidate = null;
            _upgradeDue = long.MaxValue;
            Upgraded = true;
            candidate.BecomeCurrent();
            old.Retire();
            RestartPongDeadlineLocked();
            candidate.Flush(_queue);
            ended = TryFinishClosingLocked();
            handlers = _upgradedHandlers;
        }

        Log.Upgraded(_logger, LogId, TransportKind.WebSocket);

        Raise(handlers, TransportKind.WebSocket);

        if (ended)
        {
            NotifyClosed();
        }

        await old.PostEndedAsync();
    }

    private void AbandonCandidateLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);

        if (_candidate is null)
        {
            return;
        }

        TryApplyLocked(SessionEvent.UpgradeAbandoned);
        _candidate.End(CloseReason.ForcedClose);
        _candidate = null;
        _probed = false;
        _upgradeDue = long.MaxValue;
    }
}
