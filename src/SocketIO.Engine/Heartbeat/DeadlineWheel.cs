using System.Diagnostics;

namespace SocketIO.Engine;

/// <summary>
/// The one clock of all sessions: calls each back at the tick in which its deadline falls.
/// </summary>
/// <remarks>
/// A hashed timing wheel. A session holds one entry, due at the earliest of its deadlines; moving an entry is two
/// pointer updates, and a tick looks only at the entries of its own slot. Ticks run on the thread pool, behind the
/// reads that were queued there before, so a pong that has arrived is seen before its absence is judged.
/// </remarks>
internal sealed class DeadlineWheel : IDisposable
{
    private const int SlotCount = 512;

    // A tick that comes later than this was held up by a stalled process or a starved thread pool.
    private static readonly TimeSpan StallThreshold = TimeSpan.FromSeconds(1);

    // Guards the slots and every entry's links. Taken inside a session's lock, never around one.
    private readonly Lock _gate = new();
    private readonly WheelEntry?[] _slots = new WheelEntry?[SlotCount];
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly long _tickLength;
    private readonly long _stallLength;
    private readonly ITimer _timer;
    private readonly TimeSpan _tick;
    private long _lastTick;
    private int _ticking;

    public DeadlineWheel(TimeProvider time, TimeSpan tick)
    {
        _time = time;
        _tick = tick;
        _start = time.GetTimestamp();
        _tickLength = Math.Max(1, ToTimestamp(tick));
        _stallLength = ToTimestamp(StallThreshold);
        _timer = time.CreateTimer(static state => ((DeadlineWheel)state!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets when the last stall was noticed, as a timestamp; <see cref="long.MinValue"/> before the first.</summary>
    public long LastStall { get; private set; } = long.MinValue;

    /// <summary>Starts ticking.</summary>
    public void Start() => _timer.Change(_tick, _tick);

    public void Dispose() => _timer.Dispose();

    public long Now => _time.GetTimestamp();

    public long ToTimestamp(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    /// <summary>Makes an entry due no later than <paramref name="due"/>. An entry that is due earlier stays as it is.</summary>
    public void ScheduleAtLatest(WheelEntry entry, long due)
    {
        lock (_gate)
        {
            if (entry.Slot >= 0 && entry.Due <= due)
            {
                return;
            }

            UnlinkLocked(entry);
            LinkLocked(entry, due);
        }
    }

    /// <summary>Takes an entry out. It can be scheduled again.</summary>
    public void Remove(WheelEntry entry)
    {
        lock (_gate)
        {
            UnlinkLocked(entry);
        }
    }

    private void OnTick()
    {
        // A slow tick must not be overtaken by the next one.
        if (Interlocked.Exchange(ref _ticking, 1) != 0)
        {
            return;
        }

        var now = Now;
        var current = (now - _start) / _tickLength;

        if (now - (_start + ((_lastTick + 1) * _tickLength)) > _stallLength)
        {
            LastStall = now;
        }

        var due = TakeDue(current);

        while (due is not null)
        {
            var next = due.NextDue;
            due.NextDue = null;
            due.Session.OnDeadline(now);
            due = next;
        }

        Volatile.Write(ref _ticking, 0);
    }

    /// <summary>Unlinks what is due up to and including a tick, as a list through <see cref="WheelEntry.NextDue"/>.</summary>
    private WheelEntry? TakeDue(long current)
    {
        WheelEntry? taken = null;

        lock (_gate)
        {
            var first = Math.Max(_lastTick + 1, current - SlotCount + 1);

            for (var tick = first; tick <= current; tick++)
            {
                for (var entry = _slots[tick % SlotCount]; entry is not null;)
                {
                    var next = entry.Next;

                    if (entry.DueTick <= current)
                    {
                        UnlinkLocked(entry);
                        entry.NextDue = taken;
                        taken = entry;
                    }

                    entry = next;
                }
            }

            _lastTick = Math.Max(_lastTick, current);
        }

        return taken;
    }

    private void LinkLocked(WheelEntry entry, long due)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);

        // Rounded up: a deadline is never judged early.
        entry.Due = due;
        entry.DueTick = Math.Max(_lastTick + 1, (due - _start + _tickLength - 1) / _tickLength);
        entry.Slot = (int)(entry.DueTick % SlotCount);
        entry.Previous = null;
        entry.Next = _slots[entry.Slot];

        if (entry.Next is not null)
        {
            entry.Next.Previous = entry;
        }

        _slots[entry.Slot] = entry;
    }

    private void UnlinkLocked(WheelEntry entry)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);

        if (entry.Slot < 0)
        {
            return;
        }

        if (entry.Previous is null)
        {
            _slots[entry.Slot] = entry.Next;
        }
        else
        {
            entry.Previous.Next = entry.Next;
        }

        if (entry.Next is not null)
        {
            entry.Next.Previous = entry.Previous;
        }

        entry.Previous = entry.Next = null;
        entry.Slot = -1;
    }
}
