using SocketIO.Engine;

namespace SocketIO.Server;

/// <summary>
/// Closes the connections of a server little by little: at any time no more are open than those there were at the beginning times the share of time that is left.
/// </summary>
/// <remarks>
/// Thread-safe. Connections that end by themselves make room: then fewer are closed, never more at once.
/// </remarks>
internal sealed class ConnectionDrain(EngineServer engine, TimeProvider clock, TimeSpan time)
{
    // Finer steps would not be seen by anybody who reconnects; coarser ones would wait for connections that have long gone.
    private static readonly TimeSpan s_shortestStep = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestStep = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;
    private long _startedAt;
    private int _countAtStart;
    private int _isStepping;

    /// <summary>Gets a task that completes when all connections have been told to close, or it was cut short.</summary>
    public Task Completion => _completion.Task;

    public void Start()
    {
        _startedAt = clock.GetTimestamp();
        _countAtStart = OpenSessions().Count;

        if (_countAtStart == 0 || time <= TimeSpan.Zero)
        {
            CutShort();
            return;
        }

        var step = TimeSpan.FromTicks(Math.Clamp(time.Ticks / _countAtStart, s_shortestStep.Ticks, s_longestStep.Ticks));
        _timer = clock.CreateTimer(static drain => ((ConnectionDrain)drain!).Step(), this, step, step);
    }

    /// <summary>Closes no more connections: whoever waits closes what is left.</summary>
    public void CutShort()
    {
        _timer?.Dispose();
        _completion.TrySetResult();
    }

    // Those that were closed may still have something to fetch.
    private List<EngineSession> OpenSessions() => [.. engine.Clients.Where(static session => session.State is SessionState.Open or SessionState.Upgrading)];

    private void Step()
    {
        // Applications' handlers run in here and may take longer than a step.
        if (_completion.Task.IsCompleted || Interlocked.Exchange(ref _isStepping, 1) != 0)
        {
            return;
        }

        try
        {
            var left = 1 - (clock.GetElapsedTime(_startedAt) / time);

            // A share of time is never exact; a connection more or less would be seen.
            var mayStay = Math.Max(0, (int)Math.Ceiling((_countAtStart * left) - 1e-6));
            var open = OpenSessions();

            foreach (var session in open.Take(open.Count - mayStay))
            {
                (session.Connection as ClientConnection)?.ShutDown();
            }

            if (mayStay == 0 || open.Count == 0)
            {
                CutShort();
            }
        }
        finally
        {
            Volatile.Write(ref _isStepping, 0);
        }
    }
}
