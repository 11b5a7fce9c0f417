using System.Collections.Concurrent;
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

    // A namespace that is made anew goes on with other numbers: to the others it is the same sender.
    private static long s_instances;

    private readonly ClusterAdapter _adapter;
    private readonly ClusterStore _store;
    private readonly ConnectionStateRecoveryOptions _options;
    private readonly ILocalSockets _sockets;
    private readonly RoomIndex _rooms;
    private readonly DeliveryQueue _queue;
    private readonly Queue<PendingAppend> _pending = new();
    private readonly DuplicateFilter _stored = new();
    private readonly ConcurrentDictionary<string, Task> _persisting = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private PendingAppend? _last;
    private ReceivedMessage _newest = new(null, 0);
    private long _sequence = Interlocked.Increment(ref s_instances) << 32;
    private long _position;
    private int _epoch;

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

    /// <summary>Does something that has its place in the order of what is sent here.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = PostBehind(new Delivery(() => Complete(done, work)));
        return done.Task;
    }

    /// <summary>Does something for another server, which has its place in the order of what is received.</summary>
    public void Run(ClusterMessage message, Action<ClusterMessage> work) => _ = _queue.Post(new Delivery(() =>
    {
        try
        {
            work(message);
        }
        catch (Exception exception)
        {
            _adapter.NoteMessageFailed(message, exception);
        }
    }));

    /// <summary>Takes a broadcast from the store, or one that is not kept from another server.</summary>
    public void OnMessage(ClusterMessage message, long position) => Run(message, received => Receive(received, position));

    /// <summary>Takes note that positions mean something else from now on: whatever is known by them is forgotten.</summary>
    public void OnRestart() => _ = _queue.Post(new Delivery(() =>
    {
        _epoch++;
        _unplaced = 0;
        _position = _rooms.Position = 0;
        _newest = new ReceivedMessage(null, 0);

        foreach (var socket in _sockets.Snapshot())
        {
            socket.Membership.Trace = new SessionTrace { First = -1 };
            _rooms.ForgetPositionsOf(socket);
        }
    }));

    public async Task CloseAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);

        // What was kept for clients that went away just now is their way back to another server. A store that is away may never take it.
        if (_store.IsAvailable)
        {
            await Task.WhenAll(_persisting.Values).WaitAsync(s_patience, _sockets.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // An answer cannot be given to a question of an earlier connection, and what is volatile may be missed.
    private static bool IsKept(EncodedPacket packet, BroadcastFlags flags)
        => packet.IsEvent && !packet.HasAckId && !flags.HasFlag(BroadcastFlags.Volatile);

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> work)
    {
        try
        {
            done.SetResult(work());
        }
        catch (Exception exception)
        {
            done.SetException(exception);
        }
    }

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
            SettleUpTo(_sequence);
        }
        else if (_pending.Count == 1)
        {
            _timer.Change(s_patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer() => _ = _queue.Post(new Delivery(() =>
    {
        var now = _sockets.Time.GetTimestamp();

        while (_pending.TryPeek(out var pending) && (!_store.IsAvailable || _sockets.Time.GetElapsedTime(pending.Since, now) >= s_patience))
        {
            SettleUpTo(pending.Sequence);
        }

        if (_pending.TryPeek(out var next))
        {
            _timer.Change(s_patience - _sockets.Time.GetElapsedTime(next.Since, now), Timeout.InfiniteTimeSpan);
        }
    }));
}
