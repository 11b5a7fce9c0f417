using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SocketIO.Tests;

/// <summary>One request, response or WebSocket frame of a recorded conversation, or the end of a TCP connection.</summary>
internal sealed record CaptureEntry(
    string? Step, string? Profile, string Kind, int Conn, string? Dir, string? Method, string? Url, Dictionary<string, string>? Headers,
    int Status, string? Opcode, bool? Fin, int? Code, string? Text, string? B64, JsonElement[]? Parts)
{
    private readonly Lazy<byte[]> _data = new(() => Parts is not null ? Join(Parts) : B64 is not null ? Convert.FromBase64String(B64) : Encoding.UTF8.GetBytes(Text ?? ""));

    public bool IsFromClient => Dir == "c2s";

    /// <summary>Gets the body, or the payload of the frame, as it was sent.</summary>
    public byte[] Data => _data.Value;

    public bool IsWebSocketRequest => Kind == "request" && Url!.Contains("transport=websocket", StringComparison.Ordinal);

    public static CaptureEntry[] Read(string name)
    {
        var file = Path.Combine(Target.Root, "tests", "Interop", "Captures", $"{name}.ndjson");
        return [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<CaptureEntry>(line, NodeCases.Json)!).Where(entry => entry.Step is not null)];
    }

    // What is long is told in parts: text, text so many times, so many bytes that count upwards, or these in base64.
    private static byte[] Join(JsonElement[] parts)
    {
        var joined = new ArrayBufferWriter<byte>();

        foreach (var part in parts)
        {
            joined.Write(PartOf(part));
        }

        return joined.WrittenSpan.ToArray();
    }

    private static byte[] PartOf(JsonElement part)
    {
        if (part.ValueKind == JsonValueKind.String)
        {
            return Encoding.UTF8.GetBytes(part.GetString()!);
        }

        if (part.TryGetProperty("text", out var text))
        {
            return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text.GetString(), part.GetProperty("times").GetInt32())));
        }

        if (part.TryGetProperty("raw", out var raw))
        {
            return raw.GetBytesFromBase64();
        }

        if (part.TryGetProperty("bytes", out var bytes))
        {
            return Counting(bytes.GetInt32());
        }

        var base64 = Convert.ToBase64String(Counting(part.GetProperty("base64").GetInt32()));
        return Encoding.ASCII.GetBytes(part.GetProperty("lines").GetBoolean() ? string.Concat(base64.Chunk(76).Select(line => $"{new string(line)}\n")) : base64);
    }

    private static byte[] Counting(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)i)];
}
