namespace SocketIO.Load;

/// <summary>
/// Every client keeps some requests outstanding; the server acknowledges each, or emits it back.
/// </summary>
internal sealed class EchoScenario(string name, LoadContext context, int connections, int outstanding, Payload payload, bool say)
    : RateScenario(name, context)
{
    private readonly FrameWriter _frames = new();
    private long _pending;

    protected override int Connections => connections;

    protected override bool IsDrained => _pending == 0;

    public override void OnReply(WebSocketClient client, Reply reply)
    {
        Verify(reply, say ? ReplyKind.Said : ReplyKind.Acknowledgement, client.NextReply, payload.Data.Length);

        var now = Clock.Now;
        Count(now - client.SentAt[client.NextReply % outstanding]);
        client.NextReply++;
        _pending--;

        if (!IsStopping)
        {
            Request(client, Poller.Replies, now);
        }
    }

    protected override void Start()
    {
        OpenClients(connections, outstanding);

        foreach (var client in Clients)
        {
            for (var i = 0; i < outstanding; i++)
            {
                Request(client, _frames, Clock.Now);
            }

            client.Send(_frames);
        }
    }

    private void Request(WebSocketClient client, FrameWriter frames, long now)
    {
        client.SentAt[client.NextRequest % outstanding] = now;

        if (say)
        {
            Context.Dialect.WriteSay(frames, payload);
        }
        else
        {
            Context.Dialect.WriteEcho(frames, client.NextRequest, payload);
        }

        client.NextRequest++;
        _pending++;
    }
}
