using System.Text.Json;

namespace SocketIO.Client;

/// <summary>
/// What the server says when a session opens. It comes from the network: every value is checked.
/// </summary>
/// <param name="Sid">The session's id.</param>
/// <param name="Upgrades">The known transports that the server offers.</param>
/// <param name="PingInterval">How often the server pings, or wants to be pinged by a client of Engine.IO 3.</param>
/// <param name="PingTimeout">How long an answer may take.</param>
/// <param name="MaxPayload">The largest body or message that the server accepts; <see langword="null"/> when it does not say.</param>
internal sealed record ServerHandshake(string Sid, string[] Upgrades, TimeSpan PingInterval, TimeSpan PingTimeout, long? MaxPayload)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Reads the data of an open packet.</summary>
    /// <returns><see langword="null"/> when it is malformed.</returns>
    public static ServerHandshake? TryParse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            var root = JsonElement.ParseValue(ref reader);

            // Reading on throws unless the text ends here.
            if (reader.Read()
                || root.ValueKind is not JsonValueKind.Object
                || !root.TryGetProperty("sid"u8, out var sid)
                || sid.ValueKind is not JsonValueKind.String
                || sid.GetString() is not { Length: > 0 } id
                || Milliseconds(root, "pingInterval"u8) is not { } interval
                || Milliseconds(root, "pingTimeout"u8) is not { } timeout)
            {
                return null;
            }

            return new(id, ReadUpgrades(root), interval, timeout, ReadMaxPayload(root));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string[] ReadUpgrades(JsonElement root)
        => root.TryGetProperty("upgrades"u8, out var upgrades) && upgrades.ValueKind is JsonValueKind.Array
            ? [.. upgrades.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!).Where(ClientTransport.IsKnown)]
            : [];

    private static long? ReadMaxPayload(JsonElement root)
        => root.TryGetProperty("maxPayload"u8, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var bytes) && bytes > 0
            ? bytes
            : null;

    private static TimeSpan? Milliseconds(JsonElement root, ReadOnlySpan<byte> name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind is not JsonValueKind.Number || !value.TryGetDouble(out var milliseconds) || double.IsNaN(milliseconds))
        {
            return null;
        }

        return milliseconds <= Shortest.TotalMilliseconds ? Shortest
            : milliseconds >= Longest.TotalMilliseconds ? Longest
            : TimeSpan.FromMilliseconds(milliseconds);
    }
}
