using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SocketIO.Protocol;

/// <summary>Makes converters for <see cref="JsonNode"/> and the types derived from it.</summary>
internal sealed class JsonNodeConverterFactory : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert)
        => typeToConvert == typeof(JsonNode) || typeToConvert == typeof(JsonObject) || typeToConvert == typeof(JsonArray) || typeToConvert == typeof(JsonValue);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        if (typeToConvert == typeof(JsonObject))
        {
            return new JsonNodeConverter<JsonObject>();
        }

        if (typeToConvert == typeof(JsonArray))
        {
            return new JsonNodeConverter<JsonArray>();
        }

        return typeToConvert == typeof(JsonValue) ? new JsonNodeConverter<JsonValue>() : new JsonNodeConverter<JsonNode>();
    }
}
