using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>What waits: events for the connection, and emitters for acknowledgements.</content>
public partial class ClientSocket
{
    private readonly Dictionary<long, AckWaiter> _acks = [];
    private readonly LinkedList<BufferedPacket> _buffered = new();
    private long _lastAckId = -1;

    /// <summary>Gets how many events wait for the socket to connect.</summary>
    public int BufferedCount
    {
        get
        {
            lock (Gate)
            {
                return _buffered.Count;
            }
        }
    }

    internal void OnAckTimeout(AckWaiter waiter, long id)
    {
        lock (Gate)
        {
            // Whoever waits may wait for another answer by now, to the same event sent again.
            if (waiter.Id == id && ForgetLocked(waiter))
            {
                ClientMetrics.AckTimedOut();
                waiter.OnErrorLocked(new AckTimeoutException());
            }
        }
    }

    /// <summary>The answer does not matter any more, and neither does an event that was not sent yet.</summary>
    internal void Forget(AckWaiter waiter)
    {
        lock (Gate)
        {
            ForgetLocked(waiter);
            DropQueuedLocked(waiter);
            waiter.StopLocked();
        }
    }

    private bool ForgetLocked(AckWaiter waiter)
    {
        if (TakeAckLocked(waiter.Id) is null)
        {
            return false;
        }

        for (var node = _buffered.First; node is not null; node = node.Next)
        {
            if (node.Value.AckId == waiter.Id)
            {
                _buffered.Remove(node);
                break;
            }
        }

        return true;
    }

    private AckWaiter? TakeAckLocked(long id) => _acks.Remove(id, out var waiter) ? waiter : null;

    private ValueTask EmitLocked(EncodedPacket packet, EmitFlags flags, long? id, AckWaiter? waiter)
    {
        if (waiter is not null)
        {
            _acks.Add(id!.Value, waiter);
            waiter.StartLocked(this, id.Value, _options.AckTimeout);
        }

        var isConnected = _connected && !Connection.HasExpiredLocked;

        if ((flags & EmitFlags.Volatile) != 0 && !(isConnected && Connection.IsWritableLocked))
        {
            // Whoever has a time limit learns of it then, as in the reference; who has none would wait for ever.
            if (waiter is { TakesErrors: true, IsTimed: false })
            {
                TakeAckLocked(waiter.Id);
                waiter.OnErrorLocked(new SocketDisconnectedException(null));
            }

            return default;
        }

        if (isConnected)
        {
            WriteLocked(packet, flags);
            return Connection.WhenSentLocked();
        }

        _buffered.AddLast(new BufferedPacket(packet, flags, id));
        return default;
    }

    private void SendBufferedLocked()
    {
        foreach (var buffered in _buffered)
        {
            try
            {
                Connection.ThrowIfTooLargeLocked(buffered.Packet);
                WriteLocked(buffered.Packet, buffered.Flags);
            }
            catch (PayloadTooLargeException e)
            {
                // Whoever emitted it did so before there was a server to ask.
                Log.TooLarge(Connection.Logger, Namespace, e);

                if (buffered.AckId is { } id)
                {
                    TakeAckLocked(id)?.OnErrorLocked(e);
                }
            }
        }

        _buffered.Clear();
        Connection.FlushLocked();
    }

    private void WriteLocked(EncodedPacket packet, EmitFlags flags)
    {
        ClientMetrics.EventSent();
        NotifyOutgoingLocked(packet);
        Connection.QueueLocked(packet, (flags & EmitFlags.NoCompress) == 0);
    }

    // What was not sent yet will be, and may be answered then.
    private void FailAcksLocked(string reason)
    {
        if (_acks.Count == 0)
        {
            return;
        }

        var kept = _buffered.Where(static buffered => buffered.AckId is not null).Select(static buffered => buffered.AckId!.Value).ToHashSet();

        foreach (var waiter in _acks.Values.Where(waiter => !kept.Contains(waiter.Id)).ToArray())
        {
            _acks.Remove(waiter.Id);

            if (waiter.TakesErrors)
            {
                waiter.OnErrorLocked(new SocketDisconnectedException(reason));
            }
            else
            {
                waiter.StopLocked();
            }
        }
    }

    private void FailAllLocked(Exception error)
    {
        _buffered.Clear();
        _received.Clear();
        AckWaiter[] waiting = [.. _acks.Values, .. _queue.Where(static emit => emit.Waiter is not null).Select(static emit => emit.Waiter!)];
        _acks.Clear();
        _queue.Clear();

        foreach (var waiter in waiting)
        {
            waiter.OnErrorLocked(error);
        }
    }

    private readonly record struct BufferedPacket(EncodedPacket Packet, EmitFlags Flags, long? AckId);
}
