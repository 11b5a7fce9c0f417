using System.Text.Json.Nodes;
using SocketIO.Tests;

namespace SocketIO.Adapters.Postgres.Tests;

/// <summary>What servers and an emitter in JavaScript have written, as the database saw it.</summary>
internal static class Capture
{
    public static IEnumerable<(string Step, string Channel, string Payload)> Notifications
        => Lines("notify").Select(static line => (Text(line, "step"), Text(line, "channel"), Text(line, "payload")));

    public static IEnumerable<(string Step, string Id, byte[] Row, JsonNode Decoded)> Attachments
        => Lines("attachment").Select(static line => (Text(line, "step"), Text(line, "id"), Convert.FromBase64String(Text(line, "b64")), line["decoded"]!));

    private static IEnumerable<JsonNode> Lines(string kind)
        => File.ReadLines(Checkout.PathTo("tests", "SocketIO.Adapters.Postgres.Tests", "Captures", "postgres.ndjson"))
            .Select(static line => JsonNode.Parse(line)!)
            .Where(line => Text(line, "kind") == kind);

    private static string Text(JsonNode line, string name) => (string)line[name]!;
}
