namespace SocketIO.Load;

/// <summary>
/// Acknowledged echoes by long-polling, one outstanding for each client: a POST carries the event, the GET that was
/// already waiting carries the acknowledgement.
/// </summary>
internal sealed class PollingEchoScenario(string name, LoadContext context, int connections, Payload payload) : RateScenario(name, context)
{
    private readonly List<PollingClient> _clients = [];

    protected override int Connections => connections;

    protected override bool IsDrained => _clients.TrueForAll(client => client.IsIdle);

    public override void OnReply(WebSocketClient client, Reply reply)
    {
    }

    protected override void Start()
    {
        for (var i = 0; i < connections; i++)
        {
            var client = new PollingClient(Poller, Context.Options.Port, OnAnswer);
            _clients.Add(client);
            client.Open();
        }

        PumpUntil(() => _clients.TrueForAll(client => client.IsIdle), "the polling clients");
        _clients.ForEach(client => client.Echo(payload));
    }

    private void OnAnswer(PollingClient client, Reply reply, long sentAt)
    {
        Verify(reply, ReplyKind.Acknowledgement, client.NextRequest - 1, payload.Data.Length);
        Count(Clock.Now - sentAt);

        if (!IsStopping)
        {
            client.Echo(payload);
        }
    }
}
