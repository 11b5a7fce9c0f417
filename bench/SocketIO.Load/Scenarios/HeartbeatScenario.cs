namespace SocketIO.Load;

/// <summary>
/// Many WebSocket connections that do nothing but answer pings: whether each ping comes when it should.
/// </summary>
internal sealed class HeartbeatScenario(string name, LoadContext context, int connections) : Scenario(name, context)
{
    // The default of the server's options, counted from the opening, which is somewhat before it is noticed here, and from each pong.
    private static readonly long s_interval = TimeSpan.FromSeconds(25).Ticks;
    private static readonly TimeSpan s_watched = TimeSpan.FromSeconds(80);

    private long _heartbeats;
    private long _worst;

    public override void OnReady(WebSocketClient client)
    {
        base.OnReady(client);
        client.SentAt[0] = Clock.Now;
    }

    public override void OnReply(WebSocketClient client, Reply reply) => throw new InvalidDataException("Nobody has asked for anything.");

    public override void OnHeartbeat(WebSocketClient client)
    {
        var now = Clock.Now;
        _worst = Math.Max(_worst, now - client.SentAt[0] - s_interval);
        client.SentAt[0] = now;
        _heartbeats++;
    }

    public override ScenarioResult Run()
    {
        var before = Context.Server.ReadResidentBytes();
        OpenClients(connections, outstanding: 1);
        PumpFor(s_watched, "watching heartbeats");

        // A ping that has not come at all is late as well.
        var now = Clock.Now;
        var worst = Clients.Max(client => now - client.SentAt[0] - s_interval);

        return new ScenarioResult
        {
            Server = Context.Options.Name,
            Scenario = Name,
            Connections = connections,
            Heartbeats = _heartbeats,
            HeartbeatDelayMilliseconds = Math.Round(Math.Max(worst, _worst) / (double)TimeSpan.TicksPerMillisecond, 1),
            IdleKiB = Math.Round((Context.Server.ReadResidentBytes() - before) / 1024.0 / connections, 2),
        };
    }
}
