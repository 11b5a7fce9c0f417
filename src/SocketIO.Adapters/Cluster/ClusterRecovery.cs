using System.Collections.Concurrent;
using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// Sends what is broadcast in the order of a store that all servers share, and lets clients go on where they were, on any of them.
/// </summary>
/// <remarks>
/// What this server broadcasts goes to its own clients when it comes back from the store, where it has got its place. What is sent to them meanwhile and is not kept waits behind it, so
/// that the order of calls stays the order of delivery. When the store is not there, or takes too long, clients of this server do not wait for it. All state belongs to the queue.
/// Thread-safe.
/// </remarks>
internal sealed partial class ClusterRecovery
{
    // Much longer than any store takes that is well, much shorter than anybody wants to wait for a chat message.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly ClusterAdapter _adapter;
    private readonly ClusterStore _store;
    private readonly ConnectionStateRecoveryOptions _options;
    private readonly ILocalSockets _sockets;
    private readonly RoomIndex _rooms;
    private readonly DeliveryQueue _queue;
    private readonly Queue<PendingAppend> _pending = new();
    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _persisting = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private PendingAppend? _last;
    private long _sequence;
    private long _position;

    public ClusterRecovery(ClusterAdapter adapter, ClusterStore store, ConnectionStateRecoveryOptions options, ILocalSockets sockets)
    {
        _adapter = adapter;
        _store = store;
        _options = options;
        _sockets = sockets;
        _rooms = adapter.Rooms;
        _queue = new DeliveryQueue(Deliver);
        _timer = sockets.Time.CreateTimer(static recovery => ((ClusterRecovery)recovery!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sends a packet to those whom a target means, on all servers.</summary>
    public ValueTask Broadcast(EncodedPacket packet, Target target)
    {
        var isLocal = target.Flags.HasFlag(BroadcastFlags.Local);

        if (!isLocal && IsKept(packet, target.Flags))
        {
            return _queue.Post(new Delivery(() => Append(packet, target)));
        }

        if (!isLocal)
        {
            _adapter.Publish(new ClusterMessage { Type = ClusterMessageType.Broadcast, Target = target, Payload = ClusterPayload.Of(packet) });
        }

        return PostBehind(new Delivery(packet, target, socket: null));
    }

    /// <summary>Sends a packet to one socket of this server.</summary>
    public ValueTask Send(ILocalSocket socket, EncodedPacket packet, BroadcastFlags flags)
    {
        var target = Target.Everyone.WithRooms(socket.Id).WithFlags(flags);

        return IsKept(packet, flags) && socket is { Connected: true, CanRecover: true }
            ? _queue.Post(new Delivery(() => Append(packet, target)))
            : PostBehind(new Delivery(packet, target, socket));
    }

    /// <summary>Does something that has its place in the order of what is sent.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

        _ = PostBehind(new Delivery(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }));

        return done.Task;
    }

    /// <summary>Takes a broadcast from the store, or one that is not kept from another server.</summary>
    public void OnMessage(ClusterMessage message, long position) => _ = _queue.Post(new Delivery(() => Receive(message, position)));

    public async Task CloseAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);

        // What was kept for clients that went away just now is their way back to another server.
        await Task.WhenAll(_persisting.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // An answer cannot be given to a question of an earlier connection, and what is volatile may be missed.
    private static bool IsKept(EncodedPacket packet, BroadcastFlags flags)
        => packet.IsEvent && !packet.HasAckId && !flags.HasFlag(BroadcastFlags.Volatile);

    private ValueTask PostBehind(Delivery delivery) => _queue.Post(new Delivery(() =>
    {
        if (_last is { } last)
        {
            (last.Followers ??= []).Add(delivery);
        }
        else
        {
            Deliver(delivery);
        }
    }));

    private void Append(EncodedPacket packet, Target target)
    {
        var message = new ClusterMessage { Type = ClusterMessageType.Broadcast, Target = target, Payload = ClusterPayload.Of(packet), Sequence = ++_sequence };
        _last = new PendingAppend(_sequence, packet, target, _sockets.Time.GetTimestamp());
        _pending.Enqueue(_last);
        _adapter.Append(_store, message);

        if (!_store.IsAvailable)
        {
            SettleUpTo(_sequence, position: 0);
        }
        else if (_pending.Count == 1)
        {
            _timer.Change(s_patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void Receive(ClusterMessage message, long position)
    {
        if (message.Uid == _adapter.NodeUid)
        {
            // Anything up to here that has not come back did not get into the store. What was delivered without waiting is not delivered again.
            SettleUpTo(message.Sequence, position);
        }
        else if (IsNew(message))
        {
            _adapter.NoteReceived();
            DeliverFromStore(message, position);
        }

        if (position > _position)
        {
            _position = position;
            _rooms.Position = position;
        }
    }

    private void SettleUpTo(long sequence, long position)
    {
        while (_pending.TryPeek(out var pending) && pending.Sequence <= sequence)
        {
            _pending.Dequeue();

            if (_pending.Count == 0)
            {
                _last = null;
            }

            DeliverToAll(pending.Packet, pending.Target, pending.Sequence == sequence ? position : 0);
            pending.Followers?.ForEach(Deliver);
        }
    }

    // What was sent twice, because the store had not said that it has it, has the same number.
    private bool IsNew(ClusterMessage message)
    {
        if (message.Sequence == 0)
        {
            return true;
        }

        if (_seen.TryGetValue(message.Uid, out var last) && message.Sequence <= last)
        {
            return false;
        }

        _seen[message.Uid] = message.Sequence;
        return true;
    }

    private void DeliverFromStore(ClusterMessage message, long position)
    {
        if (_adapter.HasReceivers(message.Target!))
        {
            var packet = message.Payload!.ToPacket(_sockets.Name);
            DeliverToAll(packet, message.Target!, IsKept(packet, message.Target!.Flags) ? position : 0);
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
            DeliverToAll(delivery.Packet!, delivery.Target!, position: 0);
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

    private void DeliverToAll(EncodedPacket packet, Target target, long position)
    {
        var logged = position > 0 ? WithOffset(packet, position) : packet;
        using var selection = Selection.Of(target, _rooms, _sockets);

        foreach (var socket in selection)
        {
            // Who has just come back has got it already, with all that was missed.
            if (position > 0 && socket.Membership.Trace is { } trace && trace.Resume >= position)
            {
                continue;
            }

            // The offset is an argument more, which a client that does not know of it would hand to its application.
            socket.Send(socket.CanRecover ? logged : packet, target.Flags);
        }
    }

    private EncodedPacket WithOffset(EncodedPacket packet, long position) => packet.WithArgument(Encoding.ASCII.GetBytes($"\"{_store.FormatOffset(position)}\""));

    private void OnTimer() => _ = _queue.Post(new Delivery(() =>
    {
        var now = _sockets.Time.GetTimestamp();

        while (_pending.TryPeek(out var pending) && (!_store.IsAvailable || _sockets.Time.GetElapsedTime(pending.Since, now) >= s_patience))
        {
            SettleUpTo(pending.Sequence, position: 0);
        }

        if (_pending.TryPeek(out var next))
        {
            _timer.Change(s_patience - _sockets.Time.GetElapsedTime(next.Since, now), Timeout.InfiniteTimeSpan);
        }
    }));
}
