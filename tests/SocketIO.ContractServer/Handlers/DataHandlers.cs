using System.Text.Json;
using SocketIO.Protocol;
using SocketIO.Server;

namespace SocketIO.ContractServer;

/// <summary>Says what the values of an event are.</summary>
internal static class DataHandlers
{
    public static void Add(ServerNamespace ns)
        => ns.On("describe", (EventArguments arguments) => arguments.Select(argument => Describe(argument, argument.GetJson())).ToArray());

    private static object Describe(EventArgument argument, JsonElement value)
    {
        if (argument.TryGetBytes(value, out var bytes))
        {
            var sum = 0;

            foreach (var b in bytes.Span)
            {
                sum = (sum + b) % 65521;
            }

            return new { t = "bin", len = bytes.Length, sum };
        }

        return value.ValueKind switch
        {
            JsonValueKind.Array => new { t = "array", items = value.EnumerateArray().Select(item => Describe(argument, item)).ToArray() },
            JsonValueKind.Object => new { t = "object", fields = DescribeFields(argument, value) },
            JsonValueKind.Null => new { t = "null" },
            JsonValueKind.True or JsonValueKind.False => new { t = "boolean", v = value },
            JsonValueKind.Number => new { t = "number", v = value },
            _ => new { t = "string", v = value },
        };
    }

    // The last of two fields of one name counts.
    private static Dictionary<string, object> DescribeFields(EventArgument argument, JsonElement value)
    {
        var fields = new Dictionary<string, object>();

        foreach (var field in value.EnumerateObject())
        {
            fields[field.Name] = Describe(argument, field.Value);
        }

        return fields;
    }
}
