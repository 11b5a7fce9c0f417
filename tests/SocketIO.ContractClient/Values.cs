using System.Text.Json;
using SocketIO.Protocol;

namespace SocketIO.ContractClient;

/// <summary>
/// Arguments as the driver's lines show them: bytes are <c>{"$bytes":"base64"}</c>, at any depth.
/// </summary>
internal static class Values
{
    private const string Bytes = "$bytes";

    /// <summary>Makes of a value in a command what is emitted.</summary>
    public static object? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when value.TryGetProperty(Bytes, out var bytes) => bytes.GetBytesFromBase64(),
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(property => property.Name, property => Read(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => value,
    };

    public static object?[] ReadAll(JsonElement command, string name)
        => command.TryGetProperty(name, out var values) && values.ValueKind is JsonValueKind.Array ? [.. values.EnumerateArray().Select(Read)] : [];

    /// <summary>Makes of received arguments what a line shows.</summary>
    public static object?[] Show(EventArguments arguments) => [.. arguments.Select(argument => Show(argument, argument.GetJson()))];

    private static object? Show(EventArgument argument, JsonElement value)
    {
        if (argument.TryGetBytes(value, out var bytes))
        {
            return new Dictionary<string, object?> { [Bytes] = Convert.ToBase64String(bytes.Span) };
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().GroupBy(property => property.Name).ToDictionary(group => group.Key, group => Show(argument, group.Last().Value)),
            JsonValueKind.Array => value.EnumerateArray().Select(item => Show(argument, item)).ToArray(),
            _ => value,
        };
    }
}
