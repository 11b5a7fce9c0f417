namespace SocketIO.Adapters;

/// <content>Clients that go, and come back.</content>
internal sealed partial class ClusterRecovery
{
    public bool CanRestore(string? offset) => offset is null || _store.TryParseOffset(offset, out _);

    /// <summary>Keeps a session for any server to take.</summary>
    public void Persist(ILocalSocket socket, RecoverableSession session)
    {
        // Users do not travel: their claims could not be trusted at the other end, nor made anew.
        if (session.User is not null)
        {
            return;
        }

        var trace = session.Trace ?? socket.Membership.Trace;

        var stored = new ClusterSession
        {
            Session = session,
            First = trace?.First ?? _store.LastPosition,

            // At once: the socket is about to leave its rooms.
            RoomsSince = session.Trace?.RoomsSince ?? _rooms.PositionsOf(socket),
        };

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _persisting[session.Pid] = done.Task;
        _ = PersistAsync(stored, done);
    }

    /// <summary>Takes a session out of the store.</summary>
    public async ValueTask<SessionRestoration> RestoreAsync(string pid, string? offset, CancellationToken cancellationToken)
    {
        var resume = 0L;

        if (offset is not null && !_store.TryParseOffset(offset, out resume))
        {
            return SessionRestoration.Failed(SessionRestoreFailure.UnknownOffset);
        }

        if (_persisting.TryGetValue(pid, out var persisting))
        {
            await persisting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (await _store.TakeAsync(pid, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return SessionRestoration.Failed(SessionRestoreFailure.UnknownSession);
        }

        resume = Math.Max(resume, stored.First);

        if (!await _store.ReachesBackToAsync(resume, cancellationToken).ConfigureAwait(false))
        {
            return SessionRestoration.Failed(SessionRestoreFailure.PacketsForgotten);
        }

        stored.Session.Trace = new SessionTrace { First = stored.First, Resume = resume, RoomsSince = stored.RoomsSince };
        return SessionRestoration.Of(stored.Session);
    }

    /// <summary>Lets a socket in, once it has got what it has missed.</summary>
    public ValueTask<bool> ConnectAsync(ILocalSocket socket, RecoverableSession? restored)
        => restored?.Trace is { } trace
            ? ReplayAsync(socket, restored, trace)
            : new(RunAsync(() =>
            {
                socket.Membership.Trace = new SessionTrace { First = Math.Max(_position, _store.LastPosition) };
                return socket.Connect();
            }));

    private async Task PersistAsync(ClusterSession session, TaskCompletionSource done)
    {
        try
        {
            await _store.PersistAsync(session, _options.MaxDisconnectionDuration).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _adapter.NoteSessionLost(exception);
        }

        _persisting.TryRemove(new KeyValuePair<string, Task>(session.Session.Pid, done.Task));
        done.SetResult();
    }

    // Reads to the end of the store, and then again what has come meanwhile, until it has overtaken what this server has delivered: from there on
    // the socket takes part, and what it has got already is not sent to it again.
    private async ValueTask<bool> ReplayAsync(ILocalSocket socket, RecoverableSession session, SessionTrace trace)
    {
        HashSet<string> rooms = [.. session.Rooms];
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        var end = trace.Resume;
        var count = 0;

        while (true)
        {
            await foreach (var (position, message) in _store.ReadAfterAsync(end, CancellationToken.None).ConfigureAwait(false))
            {
                end = position;

                if (message is null || !IsMissed(message, position, rooms, trace) || !IsFirst(message, seen))
                {
                    continue;
                }

                if (++count > _options.MaxPackets)
                {
                    return false;
                }

                socket.Write(WithOffset(message.Payload!.ToPacket(_sockets.Name), position), message.Target!.Flags);
            }

            if (await RunAsync(() => TryConnect(socket, trace, end)).ConfigureAwait(false) is { } connected)
            {
                return connected;
            }
        }
    }

    private bool? TryConnect(ILocalSocket socket, SessionTrace trace, long end)
    {
        if (_position > end)
        {
            return null;
        }

        socket.Membership.Trace = new SessionTrace { First = trace.First, Resume = end };
        return socket.Connect();
    }

    private static bool IsMissed(ClusterMessage message, long position, HashSet<string> rooms, SessionTrace trace)
    {
        if (message is not { Type: ClusterMessageType.Broadcast, RequestId: null, Target: { } target } || target.Flags.HasFlag(BroadcastFlags.Volatile))
        {
            return false;
        }

        foreach (var room in target.Except)
        {
            if (rooms.Contains(room))
            {
                return false;
            }
        }

        foreach (var room in target.Rooms)
        {
            if (rooms.Contains(room) && trace.RoomsSince.GetValueOrDefault(room) < position)
            {
                return true;
            }
        }

        return target.Rooms.IsEmpty;
    }

    private static bool IsFirst(ClusterMessage message, Dictionary<string, long> seen)
    {
        if (message.Sequence == 0)
        {
            return true;
        }

        if (seen.TryGetValue(message.Uid, out var last) && message.Sequence <= last)
        {
            return false;
        }

        seen[message.Uid] = message.Sequence;
        return true;
    }
}
