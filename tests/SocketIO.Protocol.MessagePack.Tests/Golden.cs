using System.Text.Json.Nodes;
using SocketIO.Tests;

namespace SocketIO.Protocol.MessagePack.Tests;

/// <summary>What the npm packages wrote and read: lines of the recordings in Captures.</summary>
internal static class Golden
{
    /// <summary>Gets the packets that socket.io-msgpack-parser encoded, with the bytes that are recorded in full.</summary>
    public static IEnumerable<JsonObject> Encoded => Lines("msgpack-parser").Where(line => (string?)line["kind"] == "encode" && line.ContainsKey("hex"));

    /// <summary>Gets the messages that socket.io-msgpack-parser was given.</summary>
    public static IEnumerable<JsonObject> Decoded => Lines("msgpack-parser").Where(line => (string?)line["kind"] == "decode");

    /// <summary>Gets the values that notepack.io 2.2.0 and others encoded.</summary>
    public static IEnumerable<JsonObject> Dialects => Lines("msgpack-dialects").Where(line => (string?)line["kind"] == "dialect");

    /// <summary>Gets the bytes that notepack.io 2.2.0 and others decoded.</summary>
    public static IEnumerable<JsonObject> DialectDecodes => Lines("msgpack-dialects").Where(line => (string?)line["kind"] == "dialect-decode");

    public static string Label(this JsonObject line) => (string)line["label"]!;

    public static byte[] Bytes(this JsonObject line, string field = "hex") => Convert.FromHexString((string)line[field]!);

    private static IEnumerable<JsonObject> Lines(string name)
        => File.ReadLines(Checkout.PathTo("tests", "SocketIO.Protocol.MessagePack.Tests", "Captures", $"{name}.ndjson")).Select(line => JsonNode.Parse(line)!.AsObject());
}
