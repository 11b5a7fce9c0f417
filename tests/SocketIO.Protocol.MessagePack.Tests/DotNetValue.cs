using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocketIO.Protocol.MessagePack.Tests;

/// <summary>Makes of a recorded value what a .NET application would send for it.</summary>
internal static class DotNetValue
{
    /// <summary>Makes values.</summary>
    /// <returns><see langword="false"/> if one of them has no counterpart in .NET.</returns>
    public static bool TryMake(JsonArray notation, out object?[] values)
    {
        values = new object?[notation.Count];

        for (var i = 0; i < values.Length; i++)
        {
            if (!TryMake(notation[i], out values[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryMake(JsonNode? notation, out object? value)
    {
        value = null;

        switch (notation)
        {
            case null:
                return true;

            case JsonArray array when TryMake(array, out var items):
                value = items;
                return true;

            case JsonObject special when special.Any(p => p.Key[0] == '$'):
                return TryMakeSpecial(special, out value);

            case JsonObject ordinary when !ordinary.ContainsKey("toJSON"):
                var properties = new Dictionary<string, object?>();

                foreach (var (name, item) in ordinary)
                {
                    if (!TryMake(item, out var made))
                    {
                        return false;
                    }

                    properties[name] = made;
                }

                value = properties;
                return true;

            case JsonValue plain:
                value = plain.GetValueKind() switch
                {
                    JsonValueKind.String => plain.GetValue<string>(),
                    JsonValueKind.Number => double.Parse(plain.ToJsonString(), CultureInfo.InvariantCulture),
                    _ => plain.GetValue<bool>(),
                };
                return true;

            default:
                return false;
        }
    }

    private static bool TryMakeSpecial(JsonObject special, out object? value)
    {
        value = null;

        if (special["$bin"] is JsonValue bytes && !special.ContainsKey("$as"))
        {
            value = Convert.FromHexString((string)bytes!);
            return true;
        }

        if ((string?)special["$date"] is { } date and not "Invalid")
        {
            value = DateTime.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
            return true;
        }

        value = (string?)special["$number"] switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            "-0" => -0.0,
            _ => null,
        };
        return value is not null;
    }
}
