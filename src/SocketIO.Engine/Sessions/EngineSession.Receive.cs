using SocketIO.Protocol;

namespace SocketIO.Engine;

public sealed partial class EngineSession
{
    private RateLimit _controlRate;
    private bool _readerWaits;

    /// <summary>
    /// Charges the session for something that a peer may do for nothing, such as an unsolicited pong or a CONNECT.
    /// </summary>
    /// <returns>
    /// <see langword="false"/> when the peer did so more often than <see cref="EngineOptions.ControlPacketRate"/> and
    /// <see cref="EngineOptions.ControlPacketBurst"/> allow; the session has then been closed.
    /// </returns>
    public bool TryChargeControlPacket()
    {
        if (_controlRate.TryTake(_server.Time, _options.ControlPacketRate, _options.ControlPacketBurst))
        {
            return true;
        }

        End(CloseReason.TransportError, "too many control packets");
        return false;
    }

    /// <summary>Takes one packet that the current transport decoded.</summary>
    /// <returns>A task that holds back the next packet until it completes.</returns>
    internal ValueTask ReceiveAsync(EnginePacketType type, ReadOnlyMemory<byte> data, bool isBinary)
    {
        if (!NotePacket(type))
        {
            // A peer that leaves while the server's close waits for its poll will not poll any more.
            if (type is EnginePacketType.Close)
            {
                End(CloseReason.TransportClose, "closed by the client");
            }

            return default;
        }

        if (_receivedHandlers is not null)
        {
            NotifyReceived(type, data);
        }

        switch (type)
        {
            case EnginePacketType.Message:
                return DeliverAsync(new EngineMessage(data, isBinary));

            // Only the server asks in revision 4 of the protocol, and only the client in revision 3.
            case EnginePacketType.Ping when !_isVersion3:
            case EnginePacketType.Pong when _isVersion3:
                End(CloseReason.TransportError, "invalid heartbeat direction");
                return default;

            case EnginePacketType.Ping:
                OnClientPing(data.Span);
                return default;

            case EnginePacketType.Close:
                End(CloseReason.TransportClose, "closed by the client");
                return default;

            case EnginePacketType.Pong:
                OnPong();
                return default;

            default:
                // Open, upgrade and noop mean nothing here; they are tolerated at a rate.
                TryChargeControlPacket();
                return default;
        }
    }

    /// <summary>Ends the session because the peer sent something that is no packet.</summary>
    internal void RefusePacket(string why)
    {
        // Over polling a closing session waits to say so, and what comes meanwhile is not looked at.
        if (Transport is not TransportKind.Polling || State is not SessionState.Closing)
        {
            End(CloseReason.ParseError, why);
        }
    }

    /// <summary>Marks the thread that hands out packets, until <see cref="EndBatch"/>.</summary>
    private bool NotePacket(EnginePacketType type)
    {
        lock (_gate)
        {
            if (_state is not (SessionState.Open or SessionState.Upgrading))
            {
                return false;
            }

            _batchThread = Environment.CurrentManagedThreadId;
            ExtendPongDeadlineLocked(type);
            return true;
        }
    }

    private ValueTask DeliverAsync(EngineMessage message)
    {
        ValueTask handled;

        try
        {
            handled = _connection!.OnMessageAsync(message);
        }
        catch (Exception exception)
        {
            Log.ApplicationFailed(_logger, LogId, exception);
            return default;
        }

        if (handled.IsCompletedSuccessfully)
        {
            return default;
        }

        return HoldReaderAsync(handled);
    }

    // The reader waits for the application, so a pong that has arrived cannot be seen: the heartbeat waits too.
    private async ValueTask HoldReaderAsync(ValueTask handled)
    {
        SetReaderWaits(true);
        EndBatch();

        try
        {
            await handled;
        }
        catch (Exception exception)
        {
            Log.ApplicationFailed(_logger, LogId, exception);
        }
        finally
        {
            SetReaderWaits(false);
        }
    }

    private void SetReaderWaits(bool waits)
    {
        lock (_gate)
        {
            _readerWaits = waits;

            if (!waits)
            {
                RestartPongDeadlineLocked();
            }
        }
    }
}
