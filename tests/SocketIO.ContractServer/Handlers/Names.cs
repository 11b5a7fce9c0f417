using System.Text.Json;

namespace SocketIO.ContractServer;

/// <summary>One name or a list of names.</summary>
internal static class Names
{
    public static string[] Of(JsonElement value)
        => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(name => name.GetString()!)] : [value.GetString()!];
}
