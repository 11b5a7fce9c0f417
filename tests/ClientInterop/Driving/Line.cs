using System.Text.Json;

namespace SocketIO.ClientInterop;

/// <summary>A line that a program wrote, and when it was read.</summary>
internal sealed record Line(JsonElement Json, TimeSpan At)
{
    /// <summary>Gets what happened; empty for a reply.</summary>
    public string On => Text("on") ?? "";

    /// <summary>Gets the name of the socket that it happened to.</summary>
    public string Socket => Text("s") ?? "";

    /// <summary>Gets the number of the command that this replies to; 0 when it is no reply.</summary>
    public int Reply => Has("reply") ? Json.GetProperty("reply").GetInt32() : 0;

    public int N => Json.GetProperty("n").GetInt32();

    public bool Has(string name) => Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string? Text(string name) => Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public override string ToString() => Json.GetRawText();
}
