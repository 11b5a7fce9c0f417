namespace SocketIO.Load;

/// <summary>
/// Some clients, or all of them, speak in turn, a hundred at any time: what a message costs should not depend on how many clients there are.
/// </summary>
internal sealed class TurnsScenario(string name, LoadContext context, int connections, int speakers, Payload payload) : RateScenario(name, context)
{
    private const int MaxPending = 100;

    private readonly FrameWriter _frames = new();
    private long _pending;
    private int _next;
    private bool _isOpen;

    protected override int Connections => connections;

    protected override bool IsDrained => _pending == 0;

    public override void OnReply(WebSocketClient client, Reply reply)
    {
        Verify(reply, ReplyKind.Acknowledgement, client.NextReply, payload.Data.Length);
        Count(Clock.Now - client.SentAt[0]);
        client.NextReply++;
        _pending--;
    }

    protected override void Start()
    {
        OpenClients(connections, outstanding: 1);
        _isOpen = true;
    }

    protected override void OnRound(long now)
    {
        for (; _isOpen && _pending < MaxPending && !IsStopping; _next = (_next + 1) % speakers)
        {
            var client = Clients[_next];

            if (client.NextRequest > client.NextReply)
            {
                return;
            }

            client.SentAt[0] = now;
            Context.Dialect.WriteEcho(_frames, client.NextRequest++, payload);
            client.Send(_frames);
            _pending++;
        }
    }
}
