namespace SocketIO.Load;

/// <summary>
/// A kind of load. One instance measures one server once.
/// </summary>
internal abstract class Scenario(string name, LoadContext context) : IClientOwner, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Below the listen queue of every server measured (511 in Node.js), so that no connection waits for a retransmission.
    private const int MaxOpening = 100;

    private readonly List<WebSocketClient> _clients = [];
    private int _ready;
    private long _progressDue;

    protected string Name { get; } = name;

    protected LoadContext Context { get; } = context;

    protected Poller Poller { get; } = new();

    protected IReadOnlyList<WebSocketClient> Clients => _clients;

    public abstract ScenarioResult Run();

    public virtual void OnReady(WebSocketClient client) => _ready++;

    public abstract void OnReply(WebSocketClient client, Reply reply);

    public virtual void OnHeartbeat(WebSocketClient client)
    {
    }

    public virtual void OnClosed(WebSocketClient client)
    {
    }

    public void Dispose() => Poller.Dispose();

    /// <summary>Opens clients, some at a time, and waits until all are ready.</summary>
    protected void OpenClients(int count, int outstanding)
    {
        var target = _clients.Count + count;

        while (_ready < target)
        {
            while (_clients.Count < target && _clients.Count - _ready < MaxOpening)
            {
                var client = new WebSocketClient(Poller, Context.Dialect, this) { SentAt = outstanding > 0 ? new long[outstanding] : [] };
                _clients.Add(client);
                client.Open(Context.Options.Port);
            }

            var before = _ready;
            PumpUntil(() => _ready > before, $"{target} open connections ({_ready} are open)");
        }
    }

    /// <summary>Serves the connections until something has come true; a minute without it is a failed measurement.</summary>
    protected void PumpUntil(Func<bool> condition, string what)
    {
        var deadline = Clock.Now + Patience.Ticks;

        while (!condition())
        {
            if (Clock.Now > deadline)
            {
                throw new TimeoutException($"{Name}: waited a minute for {what}");
            }

            OnRound(Clock.Now);
            Poller.Wait(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Serves the connections for some time, or until there is reason to end it early.</summary>
    protected void PumpFor(TimeSpan time, string phase, Func<bool>? isOver = null)
    {
        var deadline = Clock.Now + time.Ticks;

        for (var now = Clock.Now; now < deadline && isOver?.Invoke() != true; now = Clock.Now)
        {
            ShowProgress(now, deadline, phase);
            OnRound(now);
            Poller.Wait(TimeSpan.FromTicks(Math.Min(Math.Min(deadline, NextDue()) - now, TimeSpan.TicksPerSecond)));
        }
    }

    /// <summary>Runs before each wait for the network.</summary>
    protected virtual void OnRound(long now)
    {
    }

    /// <summary>Says when <see cref="OnRound"/> must run at the latest.</summary>
    protected virtual long NextDue() => long.MaxValue;

    private void ShowProgress(long now, long deadline, string phase)
    {
        if (Console.IsErrorRedirected || now < _progressDue)
        {
            return;
        }

        _progressDue = now + (TimeSpan.TicksPerSecond / 2);
        Console.Error.Write($"\r  {Context.Options.Name} {Name}: {phase}, {TimeSpan.FromTicks(deadline - now).TotalSeconds:0.0} s left ");
    }
}
