namespace SocketIO.Load;

/// <summary>
/// One client makes the server broadcast to a room of many others. A message is one delivery; a broadcast is followed
/// by another when all have received it.
/// </summary>
internal sealed class BroadcastScenario(string name, LoadContext context, int receivers, int outstanding, Payload payload)
    : RateScenario(name, context)
{
    private readonly FrameWriter _frames = new();
    private readonly long[] _sentAt = new long[outstanding];
    private readonly int[] _missing = new int[outstanding];
    private long _sent;
    private long _completed;
    private int _joined;

    protected override int Connections => receivers + 1;

    protected override bool IsDrained => _sent == _completed;

    private WebSocketClient Sender => Clients[^1];

    public override void OnReply(WebSocketClient client, Reply reply)
    {
        if (_joined < receivers)
        {
            Verify(reply, ReplyKind.Acknowledgement, 0, 0);
            _joined++;
            return;
        }

        Verify(reply, ReplyKind.Delivery, -1, payload.Data.Length);

        // Everyone receives all broadcasts in order, so a broadcast's number is the receiver's count, and the
        // broadcasts are completed in order.
        var slot = client.NextReply++ % outstanding;
        var now = Clock.Now;
        Count(now - _sentAt[slot]);

        if (--_missing[slot] == 0)
        {
            _completed++;

            if (!IsStopping)
            {
                Request(now);
            }
        }
    }

    protected override void Start()
    {
        OpenClients(receivers, outstanding: 0);

        foreach (var client in Clients)
        {
            Context.Dialect.WriteJoin(_frames, 0);
            client.Send(_frames);
        }

        PumpUntil(() => _joined == receivers, $"{receivers} members of the room");
        OpenClients(1, outstanding: 0);

        for (var i = 0; i < outstanding; i++)
        {
            Request(Clock.Now);
        }
    }

    // What has become due while the connections were served leaves in one piece.
    protected override void OnRound(long now)
    {
        if (_sent > 0)
        {
            Sender.Send(_frames);
        }
    }

    private void Request(long now)
    {
        var slot = _sent++ % outstanding;
        _sentAt[slot] = now;
        _missing[slot] = receivers;
        Context.Dialect.WriteBroadcast(_frames, payload);
    }
}
