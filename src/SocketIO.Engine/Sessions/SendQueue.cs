using SocketIO.Protocol;

namespace SocketIO.Engine;

/// <summary>
/// The packets that a session's transport could not take yet, in order. Guarded by the session's lock.
/// </summary>
internal sealed class SendQueue(OutboxBudget budget)
{
    private Queue<(EncodedPacket Packet, SendFlags Flags)>? _packets;
    private long _bytes;

    public bool IsEmpty => _packets is null;

    /// <summary>Gets how many bytes wait: text and attachments as the caller gave them. May be read without the lock.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public void Enqueue(EncodedPacket packet, SendFlags flags)
    {
        (_packets ??= new()).Enqueue((packet, flags));
        Count(packet.Size);
    }

    public bool TryPeek(out EncodedPacket packet, out SendFlags flags)
    {
        if (_packets is not null)
        {
            (packet, flags) = _packets.Peek();
            return true;
        }

        (packet, flags) = (null!, default);
        return false;
    }

    public void Dequeue()
    {
        Count(-_packets!.Dequeue().Packet.Size);

        if (_packets.Count == 0)
        {
            // An idle session holds no buffer.
            _packets = null;
        }
    }

    public void Clear()
    {
        Count(-_bytes);
        _packets = null;
    }

    private void Count(long bytes)
    {
        Volatile.Write(ref _bytes, _bytes + bytes);
        budget.Add(bytes);
    }
}
