using System.Diagnostics.CodeAnalysis;
using System.Text;
using SocketIO.Protocol;

namespace SocketIO.Server;

/// <content>Events on their way from the connection to their handlers.</content>
public sealed partial class ServerSocket
{
    // How long an event waits for a handler that the connection handlers may yet register. A connection handler that never completes, a loop
    // for example, must not hold up its socket for ever.
    private static readonly TimeSpan s_earlyWait = TimeSpan.FromSeconds(5);

    private InboundQueue? _inbound;
    private int _active;
    private bool _ready;

    private InboundQueue Inbound
        => _inbound ??= new InboundQueue(Namespace.Server.Options.InboundQueueEvents, Namespace.Server.Options.InboundQueueBytes);

    /// <summary>Takes an event of the client: handles it at once if its turn has come.</summary>
    /// <returns>A task that completes when the connection may be read further.</returns>
    internal ValueTask ReceiveEvent(scoped in ReceivedPacket packet)
    {
        var incoming = new IncomingEvent(packet);

        lock (_gate)
        {
            if (_inbound is { Count: > 0 } || !MayDispatchLocked(incoming.Name))
            {
                return EnqueueLocked(incoming);
            }

            _active++;
        }

        var handling = DispatchAsync(incoming);

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

    internal void ReceiveAck(scoped in ReceivedPacket packet)
    {
        // One that nobody waits for, any more or at all, is no offence.
        if (packet.AckId is { } id)
        {
            _acks?.Take(id)?.OnAck(packet, Serializer);
        }
    }

    /// <summary>Takes something that came in while the namespace was being looked up.</summary>
    internal ValueTask Enqueue(QueuedEvent queued)
    {
        if (queued.IsDeparture)
        {
            OnClientLeaves();
            return default;
        }

        bool isFull;

        lock (_gate)
        {
            Inbound.Enqueue(queued);
            isFull = Inbound.IsFull;
        }

        Pump();
        return isFull ? WhenRoomAsync() : default;
    }

    /// <summary>Takes over what came in before the namespace was found.</summary>
    internal void Adopt(InboundQueue early)
    {
        lock (_gate)
        {
            _inbound = early;
        }
    }

    /// <summary>Gets a value indicating whether the client sent something that will never be handled because it was refused.</summary>
    internal bool HasUnhandled
    {
        get
        {
            lock (_gate)
            {
                return _inbound is { Count: > 0 };
            }
        }
    }

    private bool MayDispatchLocked(ReadOnlySpan<byte> name)
        => _phase is not (SocketPhase.Joining or SocketPhase.Disconnecting)
            && _active < Namespace.Server.Options.MaxConcurrentHandlers
            && (_ready || HasHandler(name));

    private bool HasHandler(ReadOnlySpan<byte> name) => Namespace.Router.TryFind(name, out _) || _router?.TryFind(name, out _) == true;

    private ValueTask EnqueueLocked(scoped in IncomingEvent incoming)
    {
        Inbound.Enqueue(incoming.ToQueued(Serializer));

        BoundEarlyWaitLocked();

        if (!Inbound.IsFull)
        {
            return default;
        }

        // Nobody reads while the queue is full, so what is waited for must not be a handler that may never come.
        if (!_ready && _phase is SocketPhase.Connected)
        {
            _ready = true;
            ThreadPool.UnsafeQueueUserWorkItem(static socket => socket.Pump(), this, preferLocal: false);
        }

        return new ValueTask(Inbound.WhenRoom());
    }

    private ValueTask WhenRoomAsync()
    {
        lock (_gate)
        {
            return Inbound.IsFull ? new ValueTask(Inbound.WhenRoom()) : default;
        }
    }

    private void BoundEarlyWaitLocked()
    {
        if (!_ready && _phase is SocketPhase.Connected && _active == 0)
        {
            Inbound.Timer ??= Namespace.Server.Time.CreateTimer(
                static socket => ((ServerSocket)socket!).SetReady(), this, s_earlyWait, System.Threading.Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The connection handlers have completed: an event that finds no handler now is dropped.</summary>
    private void SetReady()
    {
        lock (_gate)
        {
            _ready = true;

            if (_inbound is not { Count: > 0 })
            {
                return;
            }
        }

        Pump();
    }

    /// <summary>Hands out the events that wait, as far as their turn has come.</summary>
    private void Pump()
    {
        while (TryTakeNext(out var next))
        {
            if (next.IsDeparture)
            {
                Depart();
                Release();
                continue;
            }

            var handling = DispatchAsync(new IncomingEvent(next));

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

    private bool TryTakeNext(out QueuedEvent next)
    {
        TaskCompletionSource? waiting;

        lock (_gate)
        {
            if (_inbound is not { Count: > 0 })
            {
                next = default;
                return false;
            }

            next = _inbound.Peek();
            var mayGo = next.IsDeparture ? _phase is not SocketPhase.Joining && _active == 0 : MayDispatchLocked(next.Name);

            if (!mayGo)
            {
                BoundEarlyWaitLocked();
                return false;
            }

            next = _inbound.Dequeue(out waiting);
            _active++;
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
            return _inbound is { Count: > 0 };
        }
    }

    private async Task ReleaseAfterAsync(ValueTask handling)
    {
        // Never fails: exceptions of handlers are reported where they are caught.
        await handling;

        if (Release())
        {
            Pump();
        }
    }

    private ValueTask DispatchAsync(scoped in IncomingEvent incoming)
    {
        Namespace.Server.Metrics.EventReceived();

        if (_listeners is { Intercepts: true } || ServerActivitySource.IsWatched)
        {
            return InterceptAsync(Encoding.UTF8.GetString(incoming.Name), incoming.Keep(Serializer), incoming.AckId);
        }

        Namespace.Router.TryFind(incoming.Name, out var shared);
        EventSubscription[]? own = null;
        _router?.TryFind(incoming.Name, out own);

        if (IsSingle(shared, own, out var single))
        {
            return InvokeSingle(single, incoming);
        }

        if (shared is null && own is null)
        {
            Namespace.Server.Metrics.EventUnhandled();
            return default;
        }

        return InvokeAllAsync([.. shared ?? [], .. own ?? []], incoming.Keep(Serializer), incoming.AckId, context: null);
    }

    private static bool IsSingle(EventSubscription[]? shared, EventSubscription[]? own, [NotNullWhen(true)] out EventSubscription? single)
    {
        single = (shared, own) switch
        {
            ([{ Policies.Length: 0 } only], null) => only,
            (null, [{ Policies.Length: 0 } only]) => only,
            _ => null,
        };

        return single is not null;
    }
}
