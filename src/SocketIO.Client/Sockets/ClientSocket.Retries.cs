using SocketIO.Protocol;

namespace SocketIO.Client;

/// <content>
/// With <see cref="SocketIOClientOptions.Retries"/>, events are sent one after another, each until it is acknowledged or given up.
/// </content>
public partial class ClientSocket
{
    private readonly LinkedList<QueuedEmit> _queue = new();

    /// <summary>Gets how many events wait to be acknowledged before the next is sent, where <see cref="SocketIOClientOptions.Retries"/> is set.</summary>
    public int QueuedCount
    {
        get
        {
            lock (Gate)
            {
                return _queue.Count;
            }
        }
    }

    private void EnqueueLocked(EncodedPacket packet, EmitFlags flags, AckWaiter? waiter)
    {
        _queue.AddLast(new QueuedEmit(this, packet, flags | EmitFlags.FromQueue, waiter));
        SendQueuedLocked(isReconnected: false);
    }

    private void SendQueuedLocked(bool isReconnected)
    {
        // A connection that is lost, though nobody has said so yet, is none: the next one sends the event.
        if (!_connected || _queue.First?.Value is not { } head || (head.IsPending && !isReconnected) || Connection.HasExpiredLocked)
        {
            return;
        }

        head.IsPending = true;
        head.Tries++;
        var id = NextAckId();
        _ = EmitLocked(head.Packet.WithAckId(id), head.Flags, id, head.MakeAttempt());
        Connection.FlushLocked();
    }

    // Of the attempts to send an event the first answer counts, even one to an attempt that was given up.
    private void OnAnsweredLocked(QueuedEmit emit, EventArguments? answer, Exception? error)
    {
        if (_queue.First?.Value != emit)
        {
            return;
        }

        if (error is null || emit.Tries > _options.Retries)
        {
            _queue.RemoveFirst();

            if (error is null)
            {
                emit.Waiter?.OnAnswerLocked(answer!);
            }
            else
            {
                emit.Waiter?.OnErrorLocked(error);
            }
        }

        emit.IsPending = false;
        SendQueuedLocked(isReconnected: false);
    }

    private void DropQueuedLocked(AckWaiter waiter)
    {
        for (var node = _queue.First; node is not null; node = node.Next)
        {
            if (node.Value.Waiter == waiter)
            {
                var isHead = node == _queue.First;
                _queue.Remove(node);

                if (isHead)
                {
                    SendQueuedLocked(isReconnected: false);
                }

                return;
            }
        }
    }

    private sealed class QueuedEmit(ClientSocket socket, EncodedPacket packet, EmitFlags flags, AckWaiter? waiter)
    {
        public EncodedPacket Packet { get; } = packet;

        public EmitFlags Flags { get; } = flags;

        public AckWaiter? Waiter { get; } = waiter;

        public int Tries { get; set; }

        public bool IsPending { get; set; }

        public AckWaiter MakeAttempt() => new Attempt(socket, this) { Timeout = Waiter?.Timeout };

    }

    private sealed class Attempt(ClientSocket socket, QueuedEmit emit) : AckWaiter
    {
        // Without a time limit only the next connection makes it another try: then nothing is ever given up.
        public override bool TakesErrors => (Timeout ?? socket._options.AckTimeout) is not null;

        protected override void AnswerLocked(EventArguments arguments) => socket.OnAnsweredLocked(emit, arguments, null);

        protected override void FailLocked(Exception error) => socket.OnAnsweredLocked(emit, null, error);
    }
}
