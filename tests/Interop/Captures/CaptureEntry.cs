using System.Text;
using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>One request, response or WebSocket frame of a recorded conversation.</summary>
internal sealed record CaptureEntry(
    string? Step, string Kind, int Conn, string? Dir, string? Method, string? Url, Dictionary<string, string>? Headers,
    int Status, string? Opcode, string? Text, string? B64, JsonElement[]? Repeated)
{
    public bool IsFromClient => Dir == "c2s";

    /// <summary>Gets the payload: text, or a binary frame as "b" and base64.</summary>
    public string Payload => Repeated is [var before, var text, var times, var after]
        ? new StringBuilder(before.GetString()).Insert(before.GetString()!.Length, text.GetString()!, times.GetInt32()).Append(after.GetString()).ToString()
        : Opcode == "binary" ? $"b{B64}" : Text ?? "";

    public static CaptureEntry[] Read(string name)
    {
        var file = Path.Combine(Target.Root, "tests", "Interop", "Captures", $"{name}.ndjson");
        return [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<CaptureEntry>(line, NodeCases.Json)!).Where(entry => entry.Step is not null)];
    }
}
