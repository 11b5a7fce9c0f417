namespace SocketIO.Load;

/// <summary>
/// A fixed number of acknowledged echoes per second, evenly spaced over time and over the connections: the server is
/// neither idle nor busy. Latency counts from the time at which a message was due, sent late or not.
/// </summary>
internal sealed class PacedScenario(string name, LoadContext context, int connections, int perSecond, Payload payload)
    : RateScenario(name, context)
{
    // As many messages of one client as can be in flight; the next one then waits, and its latency tells.
    private const int MaxOutstanding = 64;

    private readonly long _interval = TimeSpan.TicksPerSecond / perSecond;
    private readonly FrameWriter _frames = new();
    private long _due = long.MaxValue;
    private long _pending;
    private int _next;

    protected override int Connections => connections;

    protected override bool IsDrained => _pending == 0;

    public override void OnReply(WebSocketClient client, Reply reply)
    {
        Verify(reply, ReplyKind.Acknowledgement, client.NextReply, payload.Data.Length);
        Count(Clock.Now - client.SentAt[client.NextReply % MaxOutstanding]);
        client.NextReply++;
        _pending--;
    }

    protected override void Start()
    {
        OpenClients(connections, MaxOutstanding);
        _due = Clock.Now;
    }

    protected override void OnRound(long now)
    {
        for (; _due <= now && !IsStopping; _due += _interval)
        {
            var client = Clients[_next];

            if (client.NextRequest - client.NextReply >= MaxOutstanding)
            {
                return;
            }

            client.SentAt[client.NextRequest % MaxOutstanding] = _due;
            Context.Dialect.WriteEcho(_frames, client.NextRequest++, payload);
            client.Send(_frames);
            _pending++;
            _next = (_next + 1) % connections;
        }
    }

    protected override long NextDue() => _due;
}
