namespace SocketIO.Server;

/// <summary>
/// Hands the events of one socket to its handlers: one after another, or as many at once as the option allows, and none before its turn.
/// </summary>
/// <remarks>
/// <para>
/// An event whose turn has come when it arrives is handled on the reader's own thread, out of the receive buffer. Only one that has to wait is copied: behind
/// a handler that has not completed, for the middlewares' decision, or for a handler that the connection handlers may yet register. When too many wait, the
/// reader is asked to.
/// </para>
/// <para>Thread-safe. The reader is the only one to bring events; whoever ends a wait hands out what has waited.</para>
/// </remarks>
internal sealed class EventInbox(ServerSocket socket)
{
    // How long an event waits for a handler that the connection handlers may yet register. A connection handler that never completes, a loop
    // for example, must not hold up its socket for ever.
    private static readonly TimeSpan s_earlyWait = TimeSpan.FromSeconds(5);

    // A client that leaves does not wait for ever behind a handler that does not end: its last events are handled after its departure then.
    private static readonly TimeSpan s_departureGrace = TimeSpan.FromSeconds(1);

    // The socket's own lock guards everything below. It is never held while user code runs.
    private readonly Lock _gate = socket.Gate;
    private InboundQueue? _queue;
    private int _active;
    private int _pumping;
    private bool _isOpen;
    private bool _isReady;

    /// <summary>Gets a value indicating whether something waits.</summary>
    public bool HasEvents
    {
        get
        {
            lock (_gate)
            {
                return _queue is { Count: > 0 };
            }
        }
    }

    private InboundQueue Queue
        => _queue ??= new InboundQueue(socket.Namespace.Server.Options.InboundQueueEvents, socket.Namespace.Server.Options.InboundQueueBytes);

    /// <summary>Takes an event from the reader.</summary>
    /// <returns>A task that completes when the connection may be read further.</returns>
    public ValueTask Receive(scoped in IncomingEvent incoming)
    {
        lock (_gate)
        {
            if (_queue is { Count: > 0 } || !MayHandleLocked(incoming.Name))
            {
                Queue.Enqueue(incoming.ToQueued(socket.Namespace.Server.Serializer));
                BoundEarlyWaitLocked();
                return WhenRoomLocked();
            }

            _active++;
        }

        var handling = socket.DispatchAsync(incoming);

        if (!handling.IsCompletedSuccessfully)
        {
            _ = ReleaseAfterAsync(handling);
        }
        else if (Release())
        {
            Pump();
        }

        return default;
    }

    /// <summary>Takes an event that was copied already.</summary>
    /// <returns>A task that completes when the connection may be read further.</returns>
    public ValueTask Receive(QueuedEvent queued)
    {
        lock (_gate)
        {
            Queue.Enqueue(queued);
        }

        Pump();

        lock (_gate)
        {
            return WhenRoomLocked();
        }
    }

    /// <summary>Takes over what came in before there was a socket.</summary>
    public void Adopt(InboundQueue early)
    {
        lock (_gate)
        {
            _queue = early;
        }
    }

    /// <summary>Lets the client's departure wait for the events that came before it.</summary>
    /// <returns><see langword="false"/> when none waits.</returns>
    public bool TryQueueDeparture()
    {
        lock (_gate)
        {
            // One that has waited may be about to begin on another thread: it came before.
            if (_isOpen && _queue is not { Count: > 0 } && _pumping == 0)
            {
                return false;
            }

            Queue.Enqueue(QueuedEvent.Departure);
            StartTimerLocked(s_departureGrace, static inbox => inbox.OnDepartureGraceOver());
            return true;
        }
    }

    /// <summary>Begins to hand out events: the connection handlers have begun, or the socket has just left its namespace.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _isOpen = true;
        }

        Pump();
    }

    /// <summary>Keeps what waits until <see cref="Open"/>, or drops it.</summary>
    public void Close(bool drop)
    {
        TaskCompletionSource? waiting;

        lock (_gate)
        {
            _isOpen = false;
            waiting = drop ? _queue?.Clear() : null;
        }

        waiting?.TrySetResult();
    }

    /// <summary>The connection handlers have completed: an event that finds no handler now is dropped.</summary>
    public void SetReady()
    {
        lock (_gate)
        {
            _isReady = true;
        }

        Pump();
    }

    /// <summary>Looks at the events that wait, because one of them may wait for a handler that has just been added.</summary>
    // Elsewhere: who adds a handler does not expect it to run before that call has returned.
    public void OnHandlerAdded()
    {
        if (HasEvents)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static inbox => inbox.Pump(), this, preferLocal: false);
        }
    }

    /// <summary>Hands out the events that wait, as far as their turn has come.</summary>
    private void Pump()
    {
        while (TryTakeNext(out var next))
        {
            if (next.IsDeparture)
            {
                socket.Depart();
                EndStart();
                Release();
                continue;
            }

            var handling = socket.DispatchAsync(new IncomingEvent(next));
            EndStart();

            if (handling.IsCompletedSuccessfully)
            {
                Release();
            }
            else
            {
                _ = ReleaseAfterAsync(handling);
            }
        }
    }

    private void EndStart()
    {
        lock (_gate)
        {
            _pumping--;
        }
    }

    private bool MayHandleLocked(ReadOnlySpan<byte> name)
        => _isOpen && _active < socket.Namespace.Server.Options.MaxConcurrentHandlers && (_isReady || socket.HasHandler(name));

    private ValueTask WhenRoomLocked()
    {
        if (_queue is not { IsFull: true })
        {
            return default;
        }

        // Nobody reads while the queue is full, so what is waited for must not be a handler that may never come.
        if (!_isReady && _isOpen)
        {
            _isReady = true;
            ThreadPool.UnsafeQueueUserWorkItem(static inbox => inbox.Pump(), this, preferLocal: false);
        }

        return new ValueTask(_queue.WhenRoom());
    }

    private void BoundEarlyWaitLocked()
    {
        if (!_isReady && _isOpen && _active == 0 && Queue.Timer is null)
        {
            StartTimerLocked(s_earlyWait, static inbox => inbox.SetReady());
        }
    }

    private void StartTimerLocked(TimeSpan after, Action<EventInbox> elapsed)
    {
        Queue.Timer?.Dispose();
        Queue.Timer = socket.Namespace.Server.Time.CreateTimer(_ => elapsed(this), null, after, Timeout.InfiniteTimeSpan);
    }

    private void OnDepartureGraceOver() => socket.Depart();

    private bool TryTakeNext(out QueuedEvent next)
    {
        TaskCompletionSource? waiting;

        lock (_gate)
        {
            next = default;

            if (_queue is not { Count: > 0 })
            {
                return false;
            }

            next = _queue.Peek();

            if (next.IsDeparture ? !_isOpen || _active > 0 : !MayHandleLocked(next.Name))
            {
                BoundEarlyWaitLocked();
                return false;
            }

            next = _queue.Dequeue(out waiting);
            _active++;
            _pumping++;
        }

        waiting?.TrySetResult();
        return true;
    }

    /// <summary>Notes that an event has been handled.</summary>
    /// <returns>Whether others wait.</returns>
    private bool Release()
    {
        lock (_gate)
        {
            _active--;
            return _queue is { Count: > 0 };
        }
    }

    private async Task ReleaseAfterAsync(ValueTask handling)
    {
        var pending = socket.Namespace.Server.PendingHandlers;
        pending.Begin();

        // Never fails: exceptions of handlers are reported where they are caught.
        await handling;

        if (Release())
        {
            Pump();
        }

        // Only now, so that a stopping server does not take the time between two events for the end.
        pending.End();
    }
}
