namespace SocketIO.Load;

/// <summary>
/// A scenario that counts messages: prepare, warm up, measure for the window, then see that nothing was lost.
/// </summary>
internal abstract class RateScenario(string name, LoadContext context) : Scenario(name, context)
{
    private readonly LatencyHistogram _latencies = new();
    private readonly ServerProcess _self = new(Environment.ProcessId);
    private long _messages;

    /// <summary>Gets a value indicating whether nothing new may be sent.</summary>
    protected bool IsStopping { get; private set; }

    /// <summary>Gets a value indicating whether the window has begun and not yet ended.</summary>
    protected bool IsMeasuring { get; private set; }

    /// <summary>Gets a value indicating whether the window has to end early.</summary>
    protected virtual bool IsWindowFull => false;

    /// <summary>Gets how many connections the server holds while it is measured.</summary>
    protected abstract int Connections { get; }

    /// <summary>Gets a value indicating whether everything that was sent has been answered.</summary>
    protected abstract bool IsDrained { get; }

    public sealed override ScenarioResult Run()
    {
        Start();
        PumpFor(Context.Options.Warmup, "warming up");

        _messages = 0;
        _latencies.Reset();
        var reads = Poller.Reads;
        var server = Context.Server.ReadCpuTime();
        var self = _self.ReadCpuTime();
        var start = Clock.Now;

        IsMeasuring = true;
        PumpFor(Context.Options.Window, "measuring", () => IsWindowFull);
        IsMeasuring = false;

        var time = TimeSpan.FromTicks(Clock.Now - start);
        server = Context.Server.ReadCpuTime() - server;
        self = _self.ReadCpuTime() - self;
        reads = Poller.Reads - reads;
        var messages = _messages;

        if (messages == 0)
        {
            throw new InvalidDataException($"{Name}: the server answered nothing");
        }

        var result = new ScenarioResult
        {
            Server = Context.Options.Name,
            Scenario = Name,
            Connections = Connections,
            Messages = messages,
            MessagesPerSecond = Math.Round(messages / time.TotalSeconds),
            ServerMicroseconds = Math.Round(server.TotalMicroseconds / messages, 3),
            LoadMicroseconds = Math.Round(self.TotalMicroseconds / messages, 3),
            ServerLoad = Math.Round(server / time, 2),
            MessagesPerRead = Math.Round((double)messages / reads, 1),
            LatencyP50Microseconds = Math.Round(_latencies.Percentile(0.5), 1),
            LatencyP99Microseconds = Math.Round(_latencies.Percentile(0.99), 1),
        };

        IsStopping = true;
        PumpUntil(() => IsDrained, "the last answers");
        return result;
    }

    /// <summary>Opens the connections and sends the first messages.</summary>
    protected abstract void Start();

    protected void Count(long latency)
    {
        _messages++;
        _latencies.Record(latency);
    }

    /// <summary>Fails the measurement if a reply is not the one that was due: fast but wrong is not a result.</summary>
    protected void Verify(Reply reply, ReplyKind kind, long id, int length)
    {
        if (reply.Kind != kind || (kind is ReplyKind.Acknowledgement && reply.Id != id) || reply.Length != length)
        {
            throw new InvalidDataException($"{Name}: expected {new Reply(kind, id, length)}, the server sent {reply}");
        }
    }
}
