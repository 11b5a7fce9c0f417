using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocketIO.Protocol.MessagePack.Tests;

/// <summary>Values in the notation of the recordings, where <c>{"$date":…}</c> is a date, and compared as JavaScript would.</summary>
internal static class Notation
{
    /// <summary>Describes a received argument by what can be seen of it: its JSON, its marks, its bytes.</summary>
    public static JsonNode? Of(EventArgument argument)
    {
        // As it would be sent on, so that its own mark can be seen, too.
        var packet = Codec.Encode("e", argument);
        var canonical = Codec.Decode(packet);
        return Describe(canonical.Payload, canonical.Arguments[0]);
    }

    /// <summary>Tells whether two values are the same to JavaScript, whose numbers are doubles.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject o => "{" + string.Join(",", o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Text(p.Value)}")) + "}",
        JsonArray a => "[" + string.Join(",", a.Select(Text)) + "]",
        JsonValue v when v.GetValueKind() is JsonValueKind.Number => double.Parse(v.ToJsonString(), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        var other => other.ToJsonString(),
    };

    private static JsonNode? Describe(string payload, EventArgument argument)
    {
        var json = Encoding.UTF8.GetBytes(payload);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        reader.Read();
        reader.Read();
        return Describe(ref reader, json, argument);
    }

    private static JsonNode? Describe(ref Utf8JsonReader reader, byte[] json, EventArgument argument)
    {
        var mark = TypeMark.Find(json, (int)reader.TokenStartIndex);

        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var array = new JsonArray();

                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                {
                    array.Add(Describe(ref reader, json, argument));
                }

                return array;

            case JsonTokenType.StartObject:
                var document = JsonElement.ParseValue(ref reader);

                if (argument.TryGetBytes(document, out var bytes))
                {
                    var binary = new JsonObject { ["$bin"] = Convert.ToHexStringLower(bytes.Span) };
                    return mark == TypeMark.ArrayBuffer ? Add(binary, "$as", "ArrayBuffer") : binary;
                }

                return DescribeObject(document, json, argument);

            case JsonTokenType.String:
                return mark == TypeMark.Date ? new JsonObject { ["$date"] = reader.GetString() } : reader.GetString();

            case JsonTokenType.Number:
                return JsonNode.Parse(reader.ValueSpan);

            case JsonTokenType.Null:
                return mark switch
                {
                    TypeMark.Undefined => new JsonObject { ["$undefined"] = true },
                    TypeMark.NaN => new JsonObject { ["$number"] = "NaN" },
                    TypeMark.PositiveInfinity => new JsonObject { ["$number"] = "Infinity" },
                    TypeMark.NegativeInfinity => new JsonObject { ["$number"] = "-Infinity" },
                    _ => null,
                };

            default:
                return reader.GetBoolean();
        }
    }

    private static JsonObject DescribeObject(JsonElement element, byte[] json, EventArgument argument)
    {
        var text = Encoding.UTF8.GetBytes(element.GetRawText());
        var reader = new Utf8JsonReader(text);
        var result = new JsonObject();
        reader.Read();

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            result[name] = Describe(ref reader, text, argument);
        }

        return result;
    }

    private static JsonObject Add(JsonObject target, string name, string value)
    {
        target[name] = value;
        return target;
    }
}
