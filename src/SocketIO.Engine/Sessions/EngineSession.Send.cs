using System.Diagnostics;
using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Engine;

public sealed partial class EngineSession
{
    // Above this a sender is asked to wait; it is also where Kestrel's own output buffer pushes back.
    private const int HighWater = 64 * 1024;

    // The thread that is handing a read batch to the application. What it sends leaves when the batch ends, in one write.
    private int _batchThread;
    private TaskCompletionSource? _drained;

    /// <summary>Gets how many bytes wait for the peer to read.</summary>
    internal long QueuedBytes => _queue.Bytes;

    /// <summary>
    /// Sends one complete Engine.IO text packet, for example <c>42["hello"]</c>. The bytes are copied.
    /// </summary>
    /// <param name="textPacket">The packet in UTF-8, beginning with its type.</param>
    /// <param name="flags">How to send it.</param>
    /// <returns>A task that completes at once unless the peer is slow, and then when its backlog has shrunk.</returns>
    /// <remarks>Does nothing once the session is closing. Order of calls is order on the wire.</remarks>
    public ValueTask SendAsync(ReadOnlySpan<byte> textPacket, SendFlags flags = SendFlags.None)
    {
        ValueTask backlog;

        if (_sentHandlers is { } watchers)
        {
            Raise(watchers, new EncodedPacket(textPacket.ToArray()));
        }

        lock (_gate)
        {
            if (!MaySendLocked(flags))
            {
                return default;
            }

            if (_queue.IsEmpty && _transport.TryWrite(textPacket, flags))
            {
                FlushUnlessBatchingLocked();
                return default;
            }

            backlog = EnqueueLocked(new EncodedPacket(textPacket.ToArray()), flags);
        }

        CutSlowConsumers();
        return backlog;
    }

    /// <summary>
    /// Sends a packet with its attachments, which stay adjacent. The packet may be shared by any number of sessions.
    /// </summary>
    /// <param name="packet">The packet.</param>
    /// <param name="flags">How to send it.</param>
    /// <returns>A task that completes at once unless the peer is slow, and then when its backlog has shrunk.</returns>
    /// <remarks>Does nothing once the session is closing. Order of calls is order on the wire.</remarks>
    public ValueTask SendAsync(EncodedPacket packet, SendFlags flags = SendFlags.None)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ValueTask backlog;
        Raise(_sentHandlers, packet);

        lock (_gate)
        {
            if (!MaySendLocked(flags))
            {
                return default;
            }

            if (_queue.IsEmpty && _transport.TryWrite(packet, flags))
            {
                FlushUnlessBatchingLocked();
                return default;
            }

            backlog = EnqueueLocked(packet, flags);
        }

        CutSlowConsumers();
        return backlog;
    }

    /// <summary>
    /// Sends a text message.
    /// </summary>
    /// <param name="text">The message.</param>
    /// <returns>A task that completes at once unless the peer is slow.</returns>
    public ValueTask SendMessageAsync(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SendAsync(Encoding.UTF8.GetBytes("4" + text));
    }

    /// <summary>
    /// Sends a binary message.
    /// </summary>
    /// <param name="binary">The message. It is copied.</param>
    /// <returns>A task that completes at once unless the peer is slow.</returns>
    public ValueTask SendMessageAsync(ReadOnlyMemory<byte> binary) => SendAsync(new EncodedPacket([], [binary.ToArray()]));

    /// <summary>Waits until the peer has read most of what was sent to it.</summary>
    /// <returns>A task that completes at once unless the peer is slow, and then when its backlog has shrunk.</returns>
    internal ValueTask WhenReadByPeerAsync()
    {
        lock (_gate)
        {
            return _state is SessionState.Open or SessionState.Upgrading ? BacklogLocked() : default;
        }
    }

    /// <summary>Sends what a read batch has left in the transport. Called by the thread that handed out the batch.</summary>
    internal void EndBatch()
    {
        lock (_gate)
        {
            _batchThread = 0;
        }

        GoOnSending();
    }

    /// <summary>Sends what waits, and the close if that is all that is left: a batch is over, a poll has come, a flush is done.</summary>
    internal void GoOnSending()
    {
        bool relieved;
        bool ended;

        lock (_gate)
        {
            if (_state is SessionState.Closed)
            {
                return;
            }

            _transport.Flush(_queue);
            relieved = _drained is not null && _queue.Bytes <= HighWaterLocked / 2;
            ended = TryFinishClosingLocked();
        }

        if (relieved)
        {
            CompleteDrainWaiters();
        }

        if (ended)
        {
            NotifyClosed();
        }
    }

    /// <summary>Goes on sending after a transport has pushed its bytes out.</summary>
    internal void OnTransportDrained(ITransport transport)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(transport, _transport))
            {
                return;
            }

            _writeDue = long.MaxValue;
        }

        GoOnSending();
    }

    /// <summary>Notes that the network has not taken what was written, so that a peer that never reads is noticed.</summary>
    internal void OnTransportBlockedLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        _writeDue = Now + _server.Wheel.ToTimestamp(_options.WriteDeadline);
        ScheduleLocked(_writeDue);
    }

    // One response takes that much at once, and a polling client may well post first and poll afterwards.
    private long HighWaterLocked => _transport.Kind is TransportKind.Polling ? Math.Max(HighWater, _options.MaxPollingResponseBytes) : HighWater;

    private bool MaySendLocked(SendFlags flags)
        => _state is SessionState.Open or SessionState.Upgrading
            && ((flags & SendFlags.Volatile) == 0 || IsWritableLocked);

    private void FlushUnlessBatchingLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);

        if (_batchThread != Environment.CurrentManagedThreadId)
        {
            _transport.Flush(_queue);
        }
    }

    private ValueTask EnqueueLocked(EncodedPacket packet, SendFlags flags)
    {
        _queue.Enqueue(packet, flags);
        FlushUnlessBatchingLocked();
        return BacklogLocked();
    }

    private ValueTask BacklogLocked()
    {
        if (_queue.Bytes <= HighWaterLocked)
        {
            return default;
        }

        _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new ValueTask(_drained.Task);
    }

    // Per-session caps alone are not enough: many slow readers together must not exhaust the process either.
    private void CutSlowConsumers()
    {
        if (QueuedBytes > _options.SendQueueBytes)
        {
            CutSlowConsumer();
        }
        else if (_server.Outbox.IsExceeded)
        {
            _server.Sessions.WithLongestQueue()?.CutSlowConsumer();
        }
    }

    private void CutSlowConsumer()
    {
        Log.SlowConsumer(_logger, LogId, QueuedBytes);
        End(CloseReason.TransportError, "the client does not read fast enough");
    }

    private void CompleteDrainWaiters() => Interlocked.Exchange(ref _drained, null)?.TrySetResult();
}
