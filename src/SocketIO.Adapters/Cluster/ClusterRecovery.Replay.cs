namespace SocketIO.Adapters;

/// <content>What one client has missed.</content>
internal sealed partial class ClusterRecovery
{
    private sealed class Replay(ClusterRecovery recovery, ILocalSocket socket, RecoverableSession session, SessionTrace trace)
    {
        private readonly HashSet<string> _rooms = [.. session.Rooms];
        private readonly DuplicateFilter _stored = new();
        private DeliveredAhead? _ahead = trace.Ahead;
        private long _end = trace.Resume;
        private int _count;

        public ILocalSocket Socket => socket;

        /// <summary>Sends a message, if it was missed.</summary>
        /// <returns><see langword="false"/> when there are too many.</returns>
        public bool TryAdd(ClusterMessage? message, long position)
        {
            _end = position;

            if (message is null || !_stored.IsNew(message.Uid, message.Sequence) || DeliveredAhead.Covers(trace.Ahead, message.Uid, message.Sequence) || !IsMissed(message, position))
            {
                return true;
            }

            _ahead = DeliveredAhead.Without(_ahead, _stored);
            socket.Write(recovery.WithOffset(message.Payload!.ToPacket(recovery._sockets.Name), position, _ahead), message.Target!.Flags);
            return ++_count <= recovery._options.MaxPackets;
        }

        /// <summary>Sends what was received after a message.</summary>
        public bool TryAddAfter(ReceivedMessage known)
        {
            for (var next = known.Next; next is not null; next = next.Next)
            {
                if (next.Position > _end && !TryAdd(next.Message, next.Position))
                {
                    return false;
                }
            }

            return true;
        }

        public SessionTrace ToTrace() => new()
        {
            First = trace.First,
            Last = _end,
            Resume = _end,

            // Messages of this server may have been read from the store that are still to be delivered without waiting for it.
            Ahead = DeliveredAhead.With(DeliveredAhead.Without(_ahead, _stored), recovery.Own, _stored.LastOf(recovery.Own)),
        };

        private bool IsMissed(ClusterMessage message, long position)
        {
            if (message is not { Type: ClusterMessageType.Broadcast, RequestId: null, Target: { } target } || target.Flags.HasFlag(BroadcastFlags.Volatile))
            {
                return false;
            }

            foreach (var room in target.Except)
            {
                if (_rooms.Contains(room))
                {
                    return false;
                }
            }

            foreach (var room in target.Rooms)
            {
                if (_rooms.Contains(room) && trace.RoomsSince.GetValueOrDefault(room) < position)
                {
                    return true;
                }
            }

            return target.Rooms.IsEmpty;
        }
    }
}
