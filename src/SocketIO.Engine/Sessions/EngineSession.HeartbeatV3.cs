using System.Diagnostics;
using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <content>The heartbeat of Engine.IO v3: the client asks, the server answers.</content>
public sealed partial class EngineSession
{
    // In terms of the other heartbeat: a pong is always awaited, a ping stands for it, and nothing else puts the deadline off. A change of
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
}
