namespace SocketIO.Adapters;

/// <content>Clients that go, and come back.</content>
internal sealed partial class ClusterRecovery
{
    public bool CanRestore(string? offset) => offset is null || TryParse(offset, out _, out _);

    /// <summary>Keeps a session for any server to take.</summary>
    public void Persist(ILocalSocket socket, RecoverableSession session)
    {
        // Users do not travel: their claims could not be trusted at the other end, nor made anew.
        if (session.User is not null)
        {
            return;
        }

        // Before what was sent last: what is sent meanwhile must count as not received.
        var lost = session.Trace?.Lost ?? _rooms.Position;
        var trace = session.Trace ?? socket.Membership.Trace;

        var stored = new ClusterSession
        {
            Session = session,
            First = trace?.First ?? -1,
            Last = session.Trace?.Last ?? Math.Max(trace?.Last ?? long.MaxValue, _unplaced),
            Lost = lost,

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
        DeliveredAhead? ahead = null;

        if (offset is not null && !TryParse(offset, out resume, out ahead))
        {
            return SessionRestoration.Failed(SessionRestoreFailure.UnknownOffset);
        }

        // A store that is away is not waited for.
        if (_persisting.TryGetValue(pid, out var persisting) && _store.IsAvailable)
        {
            await persisting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (await _store.TakeAsync(pid, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return SessionRestoration.Failed(SessionRestoreFailure.UnknownSession);
        }

        if (resume == 0 && stored.First < 0)
        {
            return SessionRestoration.Failed(SessionRestoreFailure.UnknownOffset);
        }

        resume = Math.Max(resume, stored.First);

        // A client that has all that was sent to it has missed nothing until it went, however long it had been quiet before.
        if (resume >= stored.Last)
        {
            resume = Math.Max(resume, stored.Lost);
        }

        if (!await _store.ReachesBackToAsync(resume, cancellationToken).ConfigureAwait(false))
        {
            return SessionRestoration.Failed(SessionRestoreFailure.PacketsForgotten);
        }

        stored.Session.Trace = new SessionTrace
        {
            First = stored.First,
            Last = stored.Last,
            Lost = stored.Lost,
            Resume = resume,
            Ahead = ahead,
            RoomsSince = stored.RoomsSince,
        };

        return SessionRestoration.Of(stored.Session);
    }

    /// <summary>Lets a socket in, once it has got what it has missed.</summary>
    public ValueTask<bool> ConnectAsync(ILocalSocket socket, RecoverableSession? restored)
    {
        if (restored?.Trace is { } trace)
        {
            return ReplayAsync(socket, restored, trace);
        }

        // What the store has handed over until now is in the queue already, before this.
        var begin = _store.LastPosition;

        return new(RunAsync(() =>
        {
            var first = _position > 0 ? Math.Max(_position, begin) : begin;
            socket.Membership.Trace = new SessionTrace { First = first, Last = first };
            return socket.Connect();
        }));
    }

    // The store, the position with the names of what the client has got before it had one.
    private bool TryParse(string offset, out long position, out DeliveredAhead? ahead)
    {
        position = 0;

        return DeliveredAhead.TrySplit(offset, out var text, out ahead)
            && (text.Length > 0 ? _store.TryParseOffset(text, out position) : ahead is not null);
    }

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

    // Reads to the end of the store. What this server has received meanwhile is added in the queue, and from there on the socket takes part. What it has got already is not
    // sent to it again.
    private async ValueTask<bool> ReplayAsync(ILocalSocket socket, RecoverableSession session, SessionTrace trace)
    {
        var (newest, epoch) = await RunAsync(() => (_newest, _epoch)).ConfigureAwait(false);
        var replay = new Replay(this, socket, session, trace);

        await foreach (var (position, message) in _store.ReadAfterAsync(trace.Resume, CancellationToken.None).ConfigureAwait(false))
        {
            if (!replay.TryAdd(message, position))
            {
                return false;
            }
        }

        // Had anything been removed while it was read, so had this.
        if (!await _store.ReachesBackToAsync(trace.Resume, CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        return await RunAsync(() => epoch == _epoch && replay.TryAddAfter(newest) && Connect(replay)).ConfigureAwait(false);
    }

    private bool Connect(Replay replay)
    {
        var trace = replay.ToTrace();

        // Others have got it, but nobody who was away: it is to come from the store.
        trace.Owed = _ahead;
        replay.Socket.Membership.Trace = trace;
        return replay.Socket.Connect();
    }
}
