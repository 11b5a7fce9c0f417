using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>The outbox. Whatever has gathered in it leaves at once: as one body, or in one write of a WebSocket.</content>
internal sealed partial class EngineClient
{
    private readonly Queue<OutgoingFrame> _outbox = new();
    private readonly List<OutgoingFrame> _batch = [];
    // In ticks: .NET Framework rounds what is given in milliseconds.
    private static readonly TimeSpan Burst = TimeSpan.FromTicks(500);

    private bool _isFlushing;
    private long _lastFlush;

    /// <summary>Gets how many bytes wait to be sent.</summary>
    public long OutboxBytesLocked { get; private set; }

    /// <summary>Gets a value indicating whether a packet would leave without waiting for another.</summary>
    public bool IsWritableLocked => State is EngineState.Open && _transport!.IsOpen && !_isFlushing;

    /// <summary>Finds a part of a packet that the server would refuse.</summary>
    /// <returns>The size of the part on the wire; <see langword="null"/> when there is none.</returns>
    public long? FindTooLargeLocked(EncodedPacket packet)
    {
        if (Handshake?.MaxPayload is not { } limit)
        {
            return null;
        }

        long largest = packet.Text.Length;
        var isBase64 = _settings.Options.ForceBase64 || TransportName is ClientTransport.Polling;

        foreach (var attachment in packet.Attachments)
        {
            largest = Math.Max(largest, isBase64 ? Base64Size(attachment.Length) : attachment.Length);
        }

        return largest > limit ? largest : null;
    }

    /// <summary>Queues a packet, and has it sent.</summary>
    public void SendLocked(EncodedPacket packet, bool compress = true)
    {
        QueueLocked(packet, compress);
        FlushLocked();
    }

    /// <summary>Queues a packet for <see cref="Flush"/>.</summary>
    public void QueueLocked(EncodedPacket packet, bool compress)
    {
        if (State is EngineState.Closing or EngineState.Closed)
        {
            return;
        }

        if (!packet.Text.IsEmpty)
        {
            _outbox.Enqueue(new OutgoingFrame(packet.Text, isBinary: false, compress));
        }

        foreach (var attachment in packet.Attachments)
        {
            _outbox.Enqueue(new OutgoingFrame(attachment, isBinary: true, compress));
        }

        OutboxBytesLocked += packet.Size;
    }

    /// <summary>
    /// Sends what is queued on the caller's thread, which does not hold the lock: a packet that comes alone need not wait for another thread. Packets that come in
    /// quick succession do, and leave together.
    /// </summary>
    public void Flush()
    {
        lock (Gate)
        {
            if (!CanFlushLocked)
            {
                return;
            }

            var now = _settings.Time.GetTimestamp();
            var isBurst = _settings.Time.GetElapsedTime(_lastFlush, now) < Burst;
            _lastFlush = now;

            if (isBurst)
            {
                FlushLocked();
                return;
            }

            _isFlushing = true;
        }

        RunFlush();
    }

    private static long Base64Size(int length) => 1 + ((length + 2L) / 3 * 4);

    private bool CanFlushLocked => !_isFlushing && !_isUpgrading && _outbox.Count > 0 && State is not EngineState.Closed && _transport is { IsOpen: true };

    /// <summary>Has sent what is queued, by another thread.</summary>
    public void FlushLocked()
    {
        if (CanFlushLocked)
        {
            _isFlushing = true;
            ThreadPool.UnsafeQueueUserWorkItem(static engine => engine.RunFlush(), this, preferLocal: false);
        }
    }

    private void RunFlush()
    {
        var flush = FlushAsync();

        if (!flush.IsCompleted)
        {
            lock (Gate)
            {
                Track(flush);
            }
        }
    }

    private async Task FlushAsync()
    {
        while (TakeBatch() is { } transport)
        {
            try
            {
                await transport.SendAsync(_batch).ConfigureAwait(false);
            }
            catch (TransportException error)
            {
                OnTransportError(transport, error);
            }
        }
    }

    // Nothing is written while an upgrade ends: what comes then waits for the new transport.
    private ClientTransport? TakeBatch()
    {
        lock (Gate)
        {
            _batch.Clear();

            if (_outbox.Count == 0 || _isUpgrading || State is EngineState.Closed || _transport is not { IsOpen: true } transport)
            {
                _isFlushing = false;

                if (_outbox.Count == 0 && State is not EngineState.Closed)
                {
                    _listener.OnEngineEventLocked(this, EngineEvent.Drain, null);
                }

                PauseIfIdleLocked();
                CloseIfDoneLocked();
                return null;
            }

            // A body may not be larger than the server accepts, but for a single packet. A WebSocket has no bodies.
            var limit = transport.Name is ClientTransport.Polling && Handshake?.MaxPayload is { } max ? max : long.MaxValue;
            var size = 0L;

            while (_outbox.TryPeek(out var frame))
            {
                size += frame.IsBinary ? Base64Size(frame.Data.Length) : frame.Data.Length;

                if (_batch.Count > 0 && size > limit)
                {
                    break;
                }

                // The character that separates it from the next.
                size++;
                OutboxBytesLocked -= frame.Data.Length;
                _batch.Add(_outbox.Dequeue());
            }

            return transport;
        }
    }
}
