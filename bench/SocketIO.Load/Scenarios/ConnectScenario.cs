namespace SocketIO.Load;

/// <summary>
/// A message is a whole short life: TCP connection, upgrade, handshake, namespace, close by the client.
/// </summary>
internal sealed class ConnectScenario(string name, LoadContext context, int concurrent) : RateScenario(name, context)
{
    private int _open;
    private int _due;

    protected override int Connections => concurrent;

    protected override bool IsDrained => _open == 0;

    public override void OnReady(WebSocketClient client) => client.BeginClose();

    public override void OnReply(WebSocketClient client, Reply reply)
        => throw new InvalidDataException($"{Name}: the server sent {reply} unasked");

    public override void OnClosed(WebSocketClient client)
    {
        Count(Clock.Now - client.OpenedAt);
        _open--;
        _due++;
    }

    protected override void Start() => _due = concurrent;

    protected override void OnRound(long now)
    {
        for (; _due > 0 && !IsStopping; _due--)
        {
            _open++;
            new WebSocketClient(Poller, Context.Dialect, this).Open(Context.Options.Port);
        }
    }
}
