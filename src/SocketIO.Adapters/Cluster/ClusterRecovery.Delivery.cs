using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <content>What clients of this server are sent.</content>
internal sealed partial class ClusterRecovery
{
    /// <summary>The number of the last message that clients here have got without waiting for the store; zero when the store has caught up.</summary>
    private long _ahead;

    /// <summary>The position of the last message that came back from the store after clients here had got it.</summary>
    private long _unplaced;

    private string Own => _adapter.NodeUid;

    private void Receive(ClusterMessage message, long position)
    {
        if (!_stored.IsNew(message.Uid, message.Sequence))
        {
            // Sent twice, because the store had not said that it has it.
            Advance(null, position);
        }
        else if (message.Uid == Own)
        {
            ReceiveOwn(message, position);
        }
        else
        {
            _adapter.NoteReceived();
            DeliverFromStore(message, position);
            Advance(message, position);
        }
    }

    private void ReceiveOwn(ClusterMessage message, long position)
    {
        if (message.Sequence == 0)
        {
            // Not kept, and delivered when it was sent.
            Advance(null, position);
            return;
        }

        // Anything before that has not come back did not get into the store.
        SettleUpTo(message.Sequence - 1);

        if (_pending.TryPeek(out var pending) && pending.Sequence == message.Sequence)
        {
            Take(pending);
            DeliverToAll(pending.Packet, pending.Target, Own, pending.Sequence, position);
            Advance(message, position);
            NoteStored(message.Sequence);
            pending.Followers?.ForEach(Deliver);
        }
        else
        {
            // Delivered without waiting, but for those who have come since.
            DeliverFromStore(message, position, onlyOwed: true);
            _unplaced = position;
            Advance(message, position);
            NoteStored(message.Sequence);
        }
    }

    // Followers see what has been delivered before them: only now is the position reached.
    private void Advance(ClusterMessage? message, long position)
    {
        if (position > _position)
        {
            _newest = _newest.Next = new ReceivedMessage(message, position);
            _position = position;
            _rooms.Position = position;
        }
    }

    private void NoteStored(long sequence)
    {
        if (sequence >= _ahead)
        {
            _ahead = 0;
        }
    }

    /// <summary>Delivers what does not wait for the store any longer.</summary>
    private void SettleUpTo(long sequence)
    {
        while (_pending.TryPeek(out var pending) && pending.Sequence <= sequence)
        {
            Take(pending);
            _ahead = pending.Sequence;
            DeliverToAll(pending.Packet, pending.Target, Own, pending.Sequence, position: 0);
            pending.Followers?.ForEach(Deliver);
        }
    }

    private void Take(PendingAppend pending)
    {
        _pending.Dequeue();

        if (ReferenceEquals(_last, pending))
        {
            _last = null;
        }
    }

    private void DeliverFromStore(ClusterMessage message, long position, bool onlyOwed = false)
    {
        if (_adapter.HasReceivers(message.Target!))
        {
            var packet = message.Payload!.ToPacket(_sockets.Name);
            var place = IsKept(packet, message.Target!.Flags) ? position : 0;
            DeliverToAll(packet, message.Target!, message.Uid, message.Sequence, place, onlyOwed);
        }
    }

    private void Deliver(Delivery delivery)
    {
        if (delivery.Work is { } work)
        {
            work();
        }
        else if (delivery.Socket is not { } socket)
        {
            DeliverToAll(delivery.Packet!, delivery.Target!, Own, sequence: 0, position: 0);
        }
        else if (delivery.Packet!.IsEvent)
        {
            socket.Send(delivery.Packet, delivery.Target!.Flags);
        }
        else
        {
            socket.Write(delivery.Packet, delivery.Target!.Flags);
        }
    }

    /// <summary>Sends a packet to the sockets that are meant and have not got it.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="target">Who is meant.</param>
    /// <param name="uid">Whose it is.</param>
    /// <param name="sequence">Its number there; zero if it is not kept, or of a server that does not count.</param>
    /// <param name="position">Where it stands; zero if that is not known.</param>
    /// <param name="onlyOwed">Whether all have got it but those who still wait for it.</param>
    private void DeliverToAll(EncodedPacket packet, Target target, string uid, long sequence, long position, bool onlyOwed = false)
    {
        var isKept = position > 0 || sequence > 0;
        var logged = new LastOffset(packet, this);
        using var selection = Selection.Of(target, _rooms, _sockets);

        foreach (var socket in selection)
        {
            var trace = socket.Membership.Trace;

            if (trace is not null && isKept && !IsFor(trace, uid, sequence, position, onlyOwed))
            {
                continue;
            }

            if (trace is null && onlyOwed)
            {
                continue;
            }

            // The offset is an argument more, which a client that does not know of it would hand to its application.
            socket.Send(isKept && socket.CanRecover ? logged.For(trace, position) : packet, target.Flags);
        }
    }

    private bool IsFor(SessionTrace trace, string uid, long sequence, long position, bool onlyOwed)
    {
        trace.Last = Math.Max(trace.Last, position);

        // Who has just come back has got it already, with all that was missed, or before it stood anywhere.
        if ((position > 0 && trace.Resume >= position) || DeliveredAhead.Covers(trace.Ahead, uid, sequence))
        {
            return false;
        }

        if (trace.Owed == 0 || uid != Own || sequence == 0)
        {
            return !onlyOwed;
        }

        if (position == 0)
        {
            // Not before what is owed.
            trace.Owed = sequence;
            return false;
        }

        if (sequence >= trace.Owed)
        {
            trace.Owed = 0;
        }

        return true;
    }

    /// <summary>Writes what a client has to say when it comes back.</summary>
    private EncodedPacket WithOffset(EncodedPacket packet, long position, DeliveredAhead? ahead)
    {
        var offset = new StringBuilder("\"");

        if (position > 0)
        {
            offset.Append(_store.FormatOffset(position));
        }

        ahead?.AppendTo(offset);
        return packet.WithArgument(Encoding.ASCII.GetBytes(offset.Append('"').ToString()));
    }

    /// <summary>A packet with the offset of one socket, which is that of nearly all.</summary>
    private struct LastOffset(EncodedPacket packet, ClusterRecovery recovery)
    {
        private EncodedPacket? _logged;
        private long _position;
        private DeliveredAhead? _ahead;

        // Shared by all that are ahead of nothing but this server.
        private DeliveredAhead? _ownAhead;

        public EncodedPacket For(SessionTrace? trace, long position)
        {
            var place = position > 0 ? position : Math.Max(recovery._position, Math.Max(trace?.Resume ?? 0, trace?.First ?? 0));
            var ahead = AheadOf(trace);

            if (_logged is null || place != _position || ahead != _ahead)
            {
                (_position, _ahead) = (place, ahead);
                _logged = recovery.WithOffset(packet, place, ahead);
            }

            return _logged;
        }

        private DeliveredAhead? AheadOf(SessionTrace? trace)
        {
            if (trace?.Ahead is not null)
            {
                trace.Ahead = DeliveredAhead.Without(trace.Ahead, recovery._stored);
            }

            if (recovery._ahead == 0 || trace?.Owed > 0)
            {
                return trace?.Ahead;
            }

            return trace?.Ahead is null
                ? _ownAhead ??= DeliveredAhead.With(null, recovery.Own, recovery._ahead)
                : DeliveredAhead.With(trace.Ahead, recovery.Own, recovery._ahead);
        }
    }
}
