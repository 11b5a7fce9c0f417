using System.Text.Json.Nodes;

namespace SocketIO.Adapters.Redis.Tests.PubSub;

/// <summary>A message that the JavaScript packages have sent, from the recorded conversation.</summary>
public sealed class CapturedMessage
{
    private CapturedMessage(JsonObject line)
    {
        Name = $"{line["seq"]} {line["step"]}";
        IsFromEmitter = (string?)line["from"] == "emitter";
        Channel = (string)line["channel"]!;
        Body = Convert.FromBase64String((string)line["b64"]!);
    }

    public static IReadOnlyList<CapturedMessage> All { get; } =
    [
        .. File.ReadLines(SocketIO.Tests.Checkout.PathTo("tests", "SocketIO.Adapters.Redis.Tests", "Captures", "redis-adapter.ndjson"))
            .Select(static line => JsonNode.Parse(line)!.AsObject())
            .Where(static line => (string?)line["kind"] == "publish")
            .Select(static line => new CapturedMessage(line)),
    ];

    public string Name { get; }

    public bool IsFromEmitter { get; }

    public string Channel { get; }

    public byte[] Body { get; }

    public string Key => Channel[..Channel.IndexOf('#', StringComparison.Ordinal)].Replace("-request", "", StringComparison.Ordinal).Replace("-response", "", StringComparison.Ordinal);

    public string Namespace => Channel.Split('#')[1];

    public bool IsRequest => Channel.Contains("-request#", StringComparison.Ordinal);

    public bool IsResponse => Channel.Contains("-response#", StringComparison.Ordinal);

    public override string ToString() => Name;
}
