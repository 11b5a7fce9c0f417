using System.Text.Json;
using SocketIO.Client;
using SocketIO.Protocol.MessagePack;

namespace SocketIO.ContractClient;

/// <summary>Reads options that have the names, units and defaults of the JavaScript client.</summary>
internal static class OptionReader
{
    public static void Apply(JsonElement source, SocketIOClientOptions options)
    {
        // As the JavaScript client does it: it connects at once, knows one protocol, and leaves it to the server to refuse what is too large.
        options.AutoConnect = false;
        options.Protocol = ClientProtocol.Version5;
        options.CheckMaxPayload = false;

        if (source.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        foreach (var option in source.EnumerateObject().Where(option => option.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)))
        {
            Apply(option.Name, option.Value, options);
        }
    }

    public static bool Flag(JsonElement source, string name, bool fallback)
        => source.ValueKind is JsonValueKind.Object && source.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : fallback;

    private static void Apply(string name, JsonElement value, SocketIOClientOptions options)
    {
        switch (name)
        {
            case "path": options.Path = value.GetString()!; break;
            case "query": options.Query = Query(value); break;
            case "auth": options.AuthPayload = Values.Read(value); break;
            case "extraHeaders": options.ExtraHeaders = Strings(value); break;
            case "transports": options.Transports = [.. value.EnumerateArray().Select(item => item.GetString()!)]; break;
            case "upgrade": options.Upgrade = value.GetBoolean(); break;
            case "tryAllTransports": options.TryAllTransports = value.GetBoolean(); break;
            case "rememberUpgrade": options.RememberUpgrade = value.GetBoolean(); break;
            case "forceBase64": options.ForceBase64 = value.GetBoolean(); break;
            case "reconnection": options.Reconnection = value.GetBoolean(); break;
            case "reconnectionAttempts": options.ReconnectionAttempts = value.GetInt32(); break;
            case "reconnectionDelay": options.ReconnectionDelay = Milliseconds(value); break;
            case "reconnectionDelayMax": options.ReconnectionDelayMax = Milliseconds(value); break;
            case "randomizationFactor": options.RandomizationFactor = value.GetDouble(); break;
            case "timeout": options.Timeout = value.ValueKind is JsonValueKind.False ? Timeout.InfiniteTimeSpan : Milliseconds(value); break;
            case "forceNew": options.ForceNew = value.GetBoolean(); break;
            case "multiplex": options.Multiplex = value.GetBoolean(); break;
            case "ackTimeout": options.AckTimeout = Milliseconds(value); break;
            case "retries": options.Retries = value.GetInt32(); break;
            case "withCredentials": options.WithCredentials = value.GetBoolean(); break;
            case "parser" when value.GetString() is "msgpack": options.Parser = new MessagePackParser(); break;
            case "authCounter" when value.GetBoolean(): options.Auth = Counter(); break;
        }
    }

    private static Func<CancellationToken, ValueTask<object?>> Counter()
    {
        var n = 0;
        return _ => new ValueTask<object?>(new { n = ++n });
    }

    private static Dictionary<string, string> Query(JsonElement value) => value.ValueKind is JsonValueKind.Object
        ? Strings(value)
        : value.GetString()!.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(
            pair => Uri.UnescapeDataString(pair[0]),
            pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "");

    private static Dictionary<string, string> Strings(JsonElement value)
        => value.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.ValueKind is JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText());

    private static TimeSpan Milliseconds(JsonElement value) => TimeSpan.FromMilliseconds(value.GetDouble());
}
