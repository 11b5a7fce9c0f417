using SocketIO.Protocol;

namespace SocketIO.Adapters;

/// <summary>
/// What a namespace has sent, in the order of delivery, and the sessions of those who are away: so that they get what they have missed.
/// </summary>
/// <remarks>
/// Every event that can be sent again carries its position as its last argument, and clients say which they saw last. All state belongs to the queue, through which everything goes
/// that is sent to sockets of the namespace; nothing else touches it. Thread-safe.
/// </remarks>
internal sealed class RecoveryJournal : IDisposable
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    private readonly ConnectionStateRecoveryOptions _options;
    private readonly TimeProvider _time;
    private readonly RoomIndex _rooms;
    private readonly ILocalSockets _sockets;
    private readonly DeliveryQueue _queue;
    private readonly PacketLog _log;
    private readonly SessionStore _sessions;
    private readonly ITimer _timer;
    private readonly TimeSpan _pause;
    private readonly long _sessionLifetime;
    private readonly long _packetLifetime;
    private readonly long _start;
    private long _position;
    private bool _isTimerSet;

    public RecoveryJournal(ConnectionStateRecoveryOptions options, ILocalSockets sockets, RoomIndex rooms)
    {
        _options = options;
        _sockets = sockets;
        _rooms = rooms;
        _time = sockets.Time;
        _queue = new DeliveryQueue(Deliver);
        _log = new PacketLog(options);
        _sessions = new SessionStore(options.MaxSessions);

        // A packet may be lost for as long as it takes to notice that the connection is, and asked for until the session expires.
        _sessionLifetime = ToTimestamp(options.MaxDisconnectionDuration);
        _packetLifetime = ToTimestamp(options.MaxDisconnectionDuration + sockets.LossDetectionTime);

        // Beginning with the time, positions of a server that was started later are greater: one of an earlier run is not mistaken for one of this.
        _start = _position = _time.GetUtcNow().ToUnixTimeMilliseconds();
        _rooms.Position = _position;
        _pause = options.MaxDisconnectionDuration < s_longestPause ? options.MaxDisconnectionDuration : s_longestPause;
        _timer = _time.CreateTimer(static journal => ((RecoveryJournal)journal!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sends a packet to those whom a target means.</summary>
    public ValueTask Broadcast(EncodedPacket packet, Target target) => _queue.Post(new Delivery(packet, target, socket: null));

    /// <summary>Sends a packet to one socket.</summary>
    public ValueTask Send(ILocalSocket socket, EncodedPacket packet, BroadcastFlags flags)
        => _queue.Post(new Delivery(packet, Target.Everyone.WithRooms(socket.Id).WithFlags(flags), socket));

    /// <summary>Does something that has its place in the order of what is sent.</summary>
    public ValueTask<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);

        _ = _queue.Post(new Delivery(() =>
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

        return new ValueTask<T>(done.Task);
    }

    /// <summary>Lets a socket in, once it has got what it has missed.</summary>
    /// <returns><see langword="false"/> when the socket has gone, or what it has missed is not kept any more.</returns>
    public ValueTask<bool> Connect(ILocalSocket socket, RecoverableSession? restored) => Run(() => ConnectNow(socket, restored));

    /// <summary>Keeps a session, from now on or for what is left of its time.</summary>
    public void Persist(ILocalSocket socket, RecoverableSession session)
    {
        // At once: the socket is about to leave its rooms.
        var roomsSince = session.Trace is null ? _rooms.PositionsOf(socket) : null;
        _ = _queue.Post(new Delivery(() => PersistNow(socket, session, roomsSince)));
    }

    /// <summary>Whether a socket that is connected could come back.</summary>
    public ValueTask<bool> CanRestore(ILocalSocket socket, string? offset)
        => Run(() => socket.Membership.Trace is not { } trace || FindResume(trace with { Lost = _position }, offset, out _) is SessionRestoreFailure.None);

    /// <summary>Takes a session out of the store.</summary>
    public ValueTask<SessionRestoration> Restore(string pid, string? offset) => Run(() => RestoreNow(pid, offset));

    public void Dispose()
    {
        _timer.Dispose();

        _ = _queue.Post(new Delivery(() =>
        {
            _log.Clear();
            _sessions.Clear();
        }));
    }

    private void Deliver(Delivery delivery)
    {
        if (delivery.Work is { } work)
        {
            work();
        }
        else if (delivery.Socket is { } socket)
        {
            DeliverTo(socket, Log(delivery.Packet!, delivery.Target!, mayKeep: socket is { Connected: true, CanRecover: true }), delivery.Target!.Flags);
        }
        else
        {
            DeliverToAll(delivery.Packet!, Log(delivery.Packet!, delivery.Target!, mayKeep: true), delivery.Target!);
        }

        _rooms.Position = _position;
    }

    private void DeliverTo(ILocalSocket socket, EncodedPacket packet, BroadcastFlags flags)
    {
        if (packet.IsEvent)
        {
            Note(socket);
            socket.Send(packet, flags);
        }
        else
        {
            socket.Write(packet, flags);
        }
    }

    private void DeliverToAll(EncodedPacket packet, EncodedPacket logged, Target target)
    {
        using var selection = Selection.Of(target, _rooms, _sockets);

        foreach (var socket in selection)
        {
            Note(socket);

            // The offset is an argument more, which a client that does not know of it would hand to its application.
            socket.Send(socket.CanRecover ? logged : packet, target.Flags);
        }
    }

    private void Note(ILocalSocket socket)
    {
        if (socket.Membership.Trace is { } trace)
        {
            trace.Last = _position;
        }
    }

    /// <summary>Gives a packet that can be sent again its offset, and keeps it.</summary>
    private EncodedPacket Log(EncodedPacket packet, Target target, bool mayKeep)
    {
        // An answer cannot be given to a question of an earlier connection, and what is volatile may be missed.
        if (!mayKeep || !packet.IsEvent || packet.HasAckId || target.Flags.HasFlag(BroadcastFlags.Volatile))
        {
            return packet;
        }

        Span<byte> offset = stackalloc byte[16];
        var length = OffsetText.WriteJson(offset, ++_position);
        var logged = packet.WithArgument(offset[..length]);
        var now = _time.GetTimestamp();
        _log.ForgetExpired(now);
        _log.Add(new LoggedPacket(_position, logged, target, now + _packetLifetime));
        SetTimer();
        return logged;
    }

    private bool ConnectNow(ILocalSocket socket, RecoverableSession? restored)
    {
        var trace = new SessionTrace { First = _position, Last = _position };

        if (restored?.Trace is { } earlier)
        {
            if (!_log.Covers(earlier, earlier.Resume))
            {
                return false;
            }

            trace.First = earlier.First;
            trace.Last = earlier.Resume;

            foreach (var missed in _log.Missed(restored, earlier))
            {
                socket.Write(missed.Packet, missed.Target.Flags);
                trace.Last = missed.Position;
            }
        }

        socket.Membership.Trace = trace;
        return socket.Connect();
    }

    private void PersistNow(ILocalSocket socket, RecoverableSession session, IReadOnlyDictionary<string, long>? roomsSince)
    {
        // One that was not let in although it was restored is put back as it was.
        if (session.Trace is null)
        {
            var trace = socket.Membership.Trace ?? new SessionTrace { First = _position, Last = _position };
            trace.Lost = _position;
            trace.Expires = _time.GetTimestamp() + _sessionLifetime;
            trace.RoomsSince = roomsSince!;
            session.Trace = trace;
        }

        _sessions.ForgetExpired(_time.GetTimestamp());
        _sessions.Add(session);
        SetTimer();
    }

    private SessionRestoration RestoreNow(string pid, string? offset)
    {
        if (_sessions.Find(pid) is not { Trace: { } trace } session || trace.Expires <= _time.GetTimestamp())
        {
            return SessionRestoration.Failed(SessionRestoreFailure.UnknownSession);
        }

        var failure = FindResume(trace, offset, out var resume);

        if (failure is not SessionRestoreFailure.None)
        {
            return SessionRestoration.Failed(failure);
        }

        trace.Resume = resume;
        _sessions.Remove(session);
        return SessionRestoration.Of(session);
    }

    /// <summary>Finds the position up to which a client has received everything.</summary>
    private SessionRestoreFailure FindResume(SessionTrace trace, string? offset, out long resume)
    {
        resume = trace.First;

        if (offset is not null)
        {
            // Clients take the last string of any event for an offset. One of before the session is left over from another; one of after the loss was
            // sent while the socket was on its way out.
            if (!OffsetText.TryParse(offset, out var position) || position < _start || position > Math.Max(trace.Lost, trace.Last))
            {
                return SessionRestoreFailure.UnknownOffset;
            }

            resume = Math.Max(position, trace.First);
        }

        return _log.Covers(trace, resume) ? SessionRestoreFailure.None : SessionRestoreFailure.PacketsForgotten;
    }

    private void OnTimer() => _ = _queue.Post(new Delivery(() =>
    {
        _isTimerSet = false;
        var now = _time.GetTimestamp();
        _log.ForgetExpired(now);
        _sessions.ForgetExpired(now);
        SetTimer();
    }));

    private void SetTimer()
    {
        if (!_isTimerSet && (_log.Count > 0 || _sessions.Count > 0))
        {
            _isTimerSet = true;
            _timer.Change(_pause, Timeout.InfiniteTimeSpan);
        }
    }

    private long ToTimestamp(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);
}
