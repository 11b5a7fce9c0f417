namespace SocketIO.Tests;

/// <summary>A clock that moves only when a test says so; timers fire in due order, each at its own due time.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Gets how many timers wait for their time.</summary>
    public int TimerCount
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _timestamp;
        }
    }

    /// <summary>Moves the wall clock alone, as a correction of the system time does.</summary>
    public void JumpWallClock(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, running every timer that falls due on the calling thread.</summary>
    public void Advance(TimeSpan by)
    {
        long target;

        lock (_gate)
        {
            target = _timestamp + by.Ticks;
        }

        while (TakeNextDue(target) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now += TimeSpan.FromTicks(target - _timestamp);
            _timestamp = target;
        }
    }

    /// <summary>Moves the clock in one step, as after a suspended process: what fell due meanwhile fires late, at the new time.</summary>
    public void Stall(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
            _timestamp += by.Ticks;
        }

        Advance(TimeSpan.Zero);
    }

    /// <summary>Moves the clock without running any timer, as for whoever is faster than they after a suspended process.</summary>
    public void Sleep(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
            _timestamp += by.Ticks;
        }
    }

    private ManualTimer? TakeNextDue(long target)
    {
        lock (_gate)
        {
            var next = _timers.Where(t => t.Due <= target).MinBy(t => t.Due);

            if (next is null)
            {
                return null;
            }

            if (next.Due > _timestamp)
            {
                _now += TimeSpan.FromTicks(next.Due - _timestamp);
                _timestamp = next.Due;
            }

            next.Reschedule(_timestamp);
            return next;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                owner._timers.Remove(this);
                _period = period;

                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = owner._timestamp + dueTime.Ticks;
                    owner._timers.Add(this);
                }
            }

            return true;
        }

        public void Reschedule(long now)
        {
            if (_period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero)
            {
                owner._timers.Remove(this);
            }
            else
            {
                Due = Math.Max(Due + _period.Ticks, now);
            }
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
