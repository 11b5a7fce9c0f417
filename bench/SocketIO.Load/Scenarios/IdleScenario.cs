namespace SocketIO.Load;

/// <summary>
/// Many WebSocket connections that do nothing but answer pings: how much memory each takes.
/// </summary>
internal sealed class IdleScenario(string name, LoadContext context, int connections) : Scenario(name, context)
{
    private const int Rehearsal = 100;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private long _collected;

    public override void OnReply(WebSocketClient client, Reply reply) => _collected++;

    public override ScenarioResult Run()
    {
        // The first connections pay for compiled code and warm pools; they are not what a connection costs.
        OpenClients(Rehearsal, outstanding: 0);
        PumpFor(Settling, "rehearsing");
        Collect();
        var before = Context.Server.ReadResidentBytes();

        OpenClients(connections, outstanding: 0);
        PumpFor(Settling, "settling");
        var after = Context.Server.ReadResidentBytes();

        Collect();
        var collected = Context.Server.ReadResidentBytes();

        return new ScenarioResult
        {
            Server = Context.Options.Name,
            Scenario = Name,
            Connections = connections,
            IdleKiB = KiBPerConnection(after - before),
            IdleCollectedKiB = KiBPerConnection(collected - before),
        };
    }

    private double KiBPerConnection(long bytes) => Math.Round(bytes / 1024.0 / connections, 2);

    private void Collect()
    {
        var frames = new FrameWriter();
        var client = Clients[0];
        var expected = _collected + 1;
        Context.Dialect.WriteCollect(frames, client.NextRequest++);
        client.Send(frames);
        PumpUntil(() => _collected == expected, "the collection");
        PumpFor(Settling, "collecting");
    }
}
