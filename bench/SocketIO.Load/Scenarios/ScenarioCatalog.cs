namespace SocketIO.Load;

/// <summary>
/// The scenarios by name, in the order in which they are reported.
/// </summary>
internal static class ScenarioCatalog
{
    private const int BatchedConnections = 50;
    private const int LoneConnections = 100;

    public static IReadOnlyList<string> Names { get; } =
    [
        "ack32w16", "ack32w1", "ack1kw16", "say32w16", "bin1kw16", "bc1000", "bc1000w8", "bc5000", "paced", "connect", "pollhs", "pollecho", "idle10k", "heartbeats",
        "turns100", "turns1k", "turns10k", "few10k",
    ];

    public static Scenario Create(string name, LoadContext context)
    {
        var text = new Payload(32, isBinary: false);
        var longText = new Payload(1024, isBinary: false);
        var binary = new Payload(1024, isBinary: true);

        return name switch
        {
            "ack32w16" => new EchoScenario(name, context, BatchedConnections, 16, text, say: false),
            "ack32w1" => new EchoScenario(name, context, LoneConnections, 1, text, say: false),
            "ack1kw16" => new EchoScenario(name, context, BatchedConnections, 16, longText, say: false),
            "say32w16" => new EchoScenario(name, context, BatchedConnections, 16, text, say: true),
            "bin1kw16" => new EchoScenario(name, context, BatchedConnections, 16, binary, say: false),
            "bc1000" => new BroadcastScenario(name, context, 1000, 1, text),
            "bc1000w8" => new BroadcastScenario(name, context, 1000, 8, text),
            "bc5000" => new BroadcastScenario(name, context, 5000, 1, text),
            "paced" => new PacedScenario(name, context, LoneConnections, 20_000, text),
            "connect" => new ConnectScenario(name, context, BatchedConnections),
            "pollhs" => new PollingHandshakeScenario(name, context, BatchedConnections),
            "pollecho" => new PollingEchoScenario(name, context, BatchedConnections, text),
            "idle10k" => new IdleScenario(name, context, context.Options.IdleConnections),
            "heartbeats" => new HeartbeatScenario(name, context, context.Options.IdleConnections),
            "turns100" => new TurnsScenario(name, context, 100, 100, text),
            "turns1k" => new TurnsScenario(name, context, 1_000, 1_000, text),
            "turns10k" => new TurnsScenario(name, context, 10_000, 10_000, text),
            "few10k" => new TurnsScenario(name, context, 10_000, LoneConnections, text),
            _ => throw new ArgumentException($"Unknown scenario: {name}. There are {string.Join(", ", Names)}."),
        };
    }
}
